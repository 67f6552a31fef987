import type { Socket } from 'node:net';
import type { Handover, PorterLine, ServedPath } from '@flumotion/web';

/** Connections that a streamer may be slow to take; more are refused. */
export const MOST_UNTAKEN = 1024;
/** Milliseconds a streamer has to take a connection. */
export const TAKE_DEADLINE = 5000;

/** A connection for a streamer. */
export interface Handed {
  /** Whose descriptor goes to the streamer; closed here once that has it. */
  readonly connection: Socket;
  readonly address: string;
  readonly secure: boolean;
  /** What has been read of it already. */
  readonly data: Buffer;
  /** The streamer has it. */
  readonly onTaken: () => void;
  /** The streamer died before, or did not take it in time; the connection is still open here. */
  readonly onFailed: () => void;
}

/** A streamer that has registered, and what it has been handed. */
export class Streamer {
  private readonly untaken = new Map<number, { handed: Handed; until: number }>();
  private last = 0;

  constructor(
    readonly id: string,
    readonly serves: readonly ServedPath[],
    private readonly handover: Pick<Handover, 'send'>,
  ) {}

  /** Whether it has as many connections before it as it may have. */
  get isFull(): boolean {
    return this.untaken.size >= MOST_UNTAKEN;
  }

  /** Says something that goes without a connection. */
  say(line: PorterLine): void {
    this.handover.send(JSON.stringify(line));
  }

  /** Hands a connection over, of which nothing is read any more. */
  hand(handed: Handed): void {
    const client = ++this.last;
    const { connection, address, secure, data } = handed;
    this.untaken.set(client, { handed, until: performance.now() + TAKE_DEADLINE });
    const line: PorterLine = { client, address, secure, data: data.toString('base64') };
    this.handover.send(JSON.stringify(line), connection);
  }

  /** The streamer has a connection. */
  taken(client: number): void {
    const entry = this.untaken.get(client);
    if (!entry) return;
    this.untaken.delete(client);
    entry.handed.connection.destroy();
    entry.handed.onTaken();
  }

  /** Takes back what it has not taken in time; call it about once a second. */
  check(now = performance.now()): void {
    for (const [client, { handed, until }] of this.untaken) {
      if (now < until) return;
      this.untaken.delete(client);
      handed.onFailed();
    }
  }

  /** It is gone: takes back what it has not taken. */
  end(): void {
    for (const { handed } of this.untaken.values()) handed.onFailed();
    this.untaken.clear();
  }
}
