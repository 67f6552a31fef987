import type { Socket } from 'node:net';
import { cut } from './cut';
import { headLength, MAX_HEAD } from './head';
import { Pending } from './pending';

/** Milliseconds a client has to send the head of its request. */
export const HEAD_DEADLINE = 10_000;
/** Connections whose request is not whole yet after some seconds; the oldest is closed for one more. */
export const MOST_PENDING = 1024;
/** Beyond, those of an address with more than so many go first. */
export const MOST_PENDING_OF_ONE = 64;
/** Milliseconds a client has to take a short answer. */
const ANSWER_DEADLINE = 5000;
/** Bytes of a body, not short, that give it one millisecond more: the slowest client that is waited for. */
const SLOWEST = 8;
/** Connections that are still taking an answer; beyond, the oldest is closed. */
const MOST_ANSWERED = 512;

/** What comes of reading a head: its text as latin1 and the bytes after it, or why there is none. */
export type HeadEvent =
  { readonly text: string; readonly rest: Buffer } | { readonly status: 408 | 431; readonly reason: string };

const ignore = (): void => undefined;

/** Without the empty lines that some clients send in front of a request, which are to be ignored (RFC 9112, 2.2). */
function withoutEmptyLines(data: Buffer): Buffer {
  let at = 0;
  while (data[at] === 0x0d && data[at + 1] === 0x0a) at += 2;
  return at === 0 ? data : data.subarray(at);
}

/** Connections that are not listeners: those whose request is being read and those that are taking a short answer. */
export class Connections {
  private readonly pending = new Pending({
    deadline: HEAD_DEADLINE,
    most: MOST_PENDING,
    mostOfOne: MOST_PENDING_OF_ONE,
    hardLimit: 4 * MOST_PENDING,
  });
  private readonly answered = new Map<Socket, number>();

  /** Connections held. */
  get size(): number {
    return this.pending.size + this.answered.size;
  }

  /**
   * Reads the head of a new connection's request within size and time limits.
   * @param address - of the client.
   * @param onHead - called at most once.
   */
  read(socket: Socket, address: string, onHead: (event: HeadEvent) => void): void {
    let text = '';
    const take = (event: HeadEvent): void => {
      this.pending.remove(socket);
      socket.off('data', onData);
      socket.off('end', onEnd);
      socket.off('close', onClose);
      onHead(event);
    };
    const onData = (come: Buffer): void => {
      const data = text === '' ? withoutEmptyLines(come) : come;
      const before = text.length;
      text += data.toString('latin1', 0, MAX_HEAD + 1);
      const length = headLength(text);
      if (length > MAX_HEAD || (length === 0 && text.length > MAX_HEAD)) {
        take({ status: 431, reason: `the head of the request is longer than ${MAX_HEAD} bytes` });
      } else if (length > 0) take({ text: text.slice(0, length), rest: data.subarray(length - before) });
    };
    const onClose = (): void => {
      this.pending.remove(socket);
    };
    // A request that is not whole yet never will be.
    const onEnd = (): void => void socket.end();
    socket.on('error', ignore);
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('close', onClose);
    this.pending.add(socket, address, () =>
      take({ status: 408, reason: `no request within ${HEAD_DEADLINE / 1000} s` }),
    );
  }

  /**
   * Reads a body whose length is known, after its head, within the time that a head has.
   * @param rest - what came together with the head.
   * @returns undefined when it does not come whole.
   */
  readBody(socket: Socket, address: string, rest: Buffer, length: number): Promise<Buffer | undefined> {
    return new Promise((resolve) => {
      const parts: Buffer[] = [];
      let held = 0;
      const done = (body?: Buffer): void => {
        this.pending.remove(socket);
        socket.off('data', onData);
        socket.off('end', onEnd);
        socket.off('close', onEnd);
        resolve(body);
      };
      const onEnd = (): void => done();
      const onData = (data: Buffer): void => {
        parts.push(data);
        held += data.length;
        if (held >= length) done(Buffer.concat(parts).subarray(0, length));
      };
      socket.on('data', onData);
      socket.on('end', onEnd);
      socket.on('close', onEnd);
      this.pending.add(socket, address, onEnd);
      onData(rest);
      socket.resume();
    });
  }

  /**
   * Sends a whole answer and closes the connection; what the client still sends is thrown away.
   * @param text - the head, and a body that is text.
   * @param body - a body that is not; it is not copied, so one buffer may go to any number of clients.
   */
  answer(socket: Socket, text: string, body?: Buffer): void {
    if (socket.destroyed) return;
    const deadline = ANSWER_DEADLINE + (body?.length ?? 0) / SLOWEST;
    this.answered.set(socket, performance.now() + deadline);
    socket.once('close', () => this.answered.delete(socket));
    socket.resume();
    if (body) socket.write(text, 'latin1');
    socket.end(body ?? text, body ? undefined : 'latin1');
    if (this.answered.size <= MOST_ANSWERED) return;
    // A map keeps its order, so the first is the oldest.
    for (const oldest of this.answered.keys()) {
      cut(oldest);
      return;
    }
  }

  /** Ends what has taken too long; call it about once a second. */
  check(): void {
    this.pending.check();
    const now = performance.now();
    for (const [socket, until] of this.answered) if (now >= until) socket.destroy();
  }

  /** Closes everything. */
  close(): void {
    this.pending.clear();
    for (const socket of this.answered.keys()) socket.destroy();
  }
}
