import type { Socket } from 'node:net';
import { headLength, MAX_HEAD } from './head';

/** Milliseconds a client has to send the head of its request. */
export const HEAD_DEADLINE = 10_000;
/** Milliseconds a client has to take a short answer. */
const ANSWER_DEADLINE = 5000;
/** Connections whose request is not whole yet; the oldest is closed for one more. */
export const MOST_PENDING = 512;
/** Connections that are still taking a short answer; beyond, the oldest is closed. */
const MOST_ANSWERED = 512;

/** What comes of reading a head. */
export type HeadEvent = { readonly text: string } | { readonly status: 408 | 431; readonly reason: string };

interface Pending {
  readonly until: number;
  readonly take: (event: HeadEvent) => void;
}

const ignore = (): void => undefined;

/** Connections that are not listeners: those whose request is being read and those that are taking a short answer. */
export class Connections {
  private readonly pending = new Map<Socket, Pending>();
  private readonly answered = new Map<Socket, number>();

  /** Connections held. */
  get size(): number {
    return this.pending.size + this.answered.size;
  }

  /**
   * Reads the head of a new connection's request within size and time limits.
   * @param onHead - called at most once, with the head's text as latin1 or with why there is none.
   */
  read(socket: Socket, onHead: (event: HeadEvent) => void): void {
    let text = '';
    const take = (event: HeadEvent): void => {
      this.pending.delete(socket);
      socket.off('data', onData);
      socket.off('close', onClose);
      onHead(event);
    };
    const onData = (data: Buffer): void => {
      text += data.toString('latin1', 0, MAX_HEAD + 1);
      const length = headLength(text);
      if (length > MAX_HEAD || (length === 0 && text.length > MAX_HEAD)) {
        take({ status: 431, reason: `the head of the request is longer than ${MAX_HEAD} bytes` });
      } else if (length > 0) take({ text: text.slice(0, length) });
    };
    const onClose = (): void => {
      this.pending.delete(socket);
    };
    socket.on('error', ignore);
    socket.on('data', onData);
    socket.on('close', onClose);
    this.pending.set(socket, { until: performance.now() + HEAD_DEADLINE, take });
    makeRoom(this.pending, MOST_PENDING);
  }

  /** Sends a whole answer and closes the connection; what the client still sends is thrown away. */
  answer(socket: Socket, text: string): void {
    if (socket.destroyed) return;
    this.answered.set(socket, performance.now() + ANSWER_DEADLINE);
    socket.once('close', () => this.answered.delete(socket));
    socket.resume();
    socket.end(text, 'latin1');
    makeRoom(this.answered, MOST_ANSWERED);
  }

  /** Ends what has taken too long; call it about once a second. */
  check(): void {
    const now = performance.now();
    for (const { until, take } of this.pending.values()) {
      if (now >= until) take({ status: 408, reason: `no request within ${HEAD_DEADLINE / 1000} s` });
    }
    for (const [socket, until] of this.answered) if (now >= until) socket.destroy();
  }

  /** Closes everything. */
  close(): void {
    for (const socket of [...this.pending.keys(), ...this.answered.keys()]) socket.destroy();
  }
}

/** A map keeps its order, so the first is the oldest. */
function makeRoom(sockets: ReadonlyMap<Socket, unknown>, most: number): void {
  if (sockets.size <= most) return;
  const oldest = sockets.keys().next();
  if (oldest.done !== true) oldest.value.resetAndDestroy();
}
