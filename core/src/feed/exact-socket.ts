import { connect, type Socket } from 'node:net';
import { FlumotionError } from '../errors';
import { LINE_DEADLINE, MAX_LINE } from './handshake';
import { readNow } from './descriptor';
import type { FeedConnection } from './feed-socket';
import { endedEarly, late, tooLong } from './lines';
import { Slab } from './slab';

/** Where a plain feed is: a unix socket or a TCP port. */
export type PlainTarget = { readonly path: string } | { readonly host: string; readonly port: number };

/** Milliseconds of silence before TCP asks whether the peer is still there; it gives up ten unanswered seconds later. */
export const KEEPALIVE_DELAY = 5_000;

/** Reads at the end of a rest before others have their turn. */
const MOST_READS = 16;

/**
 * A plain connection read without Node's stream buffers. During the greeting it takes one byte at a time, so that the
 * stream bytes behind it stay in the kernel for whoever gets the descriptor; a greeting is a few hundred bytes, once a
 * connection. After it, `read` fills slabs in place, without a copy.
 */
export class ExactSocket implements FeedConnection {
  readonly socket: Socket;
  private readonly held = Buffer.alloc(MAX_LINE);
  private heldLength = 0;
  /** What the event loop reads into: it has its place before it knows that something comes. */
  private readonly told = new Slab();
  /** What is read into at the end of a rest. */
  private readonly gathered = new Slab();
  private readonly byte = Buffer.alloc(1);
  private onBytes: ((chunk: Buffer) => void) | undefined;
  private rest: (() => number) | undefined;
  private resting: NodeJS.Timeout | undefined;
  private settleLine: ((error?: FlumotionError) => void) | undefined;
  private whole = false;
  private ended: string | undefined;
  private endListener: ((reason: string) => void) | undefined;

  constructor(target: PlainTarget) {
    this.socket = connect({
      ...target,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEPALIVE_DELAY,
      onread: {
        buffer: () => (this.onBytes === undefined ? this.byte : this.told.space()),
        callback: (length, into) => this.take(length, into),
      },
    });
    this.socket
      .on('error', (error) => this.end(error.message))
      .on('end', () => this.end('the feeder closed the connection'))
      .on('close', () => this.end('the connection closed'));
  }

  async line(): Promise<string> {
    if (!this.whole) await this.awaitLine();
    const text = this.held.toString('utf8', 0, this.heldLength);
    this.whole = false;
    this.heldLength = 0;
    return text;
  }

  write(text: string): void {
    this.socket.write(text);
  }

  stream(): Promise<Socket> {
    return Promise.resolve(this.socket);
  }

  read(onBytes: (chunk: Buffer) => void, rest?: () => number): void {
    this.onBytes = onBytes;
    this.rest = rest;
    this.socket.resume();
  }

  onEnd(listener: (reason: string) => void): void {
    this.endListener = listener;
    if (this.ended !== undefined) listener(this.ended);
  }

  destroy(): void {
    this.endListener = undefined;
    clearTimeout(this.resting);
    this.socket.destroy();
  }

  private awaitLine(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settleLine?.(late(LINE_DEADLINE)), LINE_DEADLINE);
      this.settleLine = (error) => {
        clearTimeout(timer);
        this.settleLine = undefined;
        if (error) reject(error);
        else resolve();
      };
      if (this.ended !== undefined) this.settleLine(this.endError());
      else this.socket.resume();
    });
  }

  /** Answers whether to read on. */
  private take(length: number, into: Uint8Array): boolean {
    if (this.onBytes !== undefined) {
      this.onBytes(into === this.byte ? Buffer.from(this.byte) : this.told.take(length));
      if (length < into.length) return !this.rests();
      if (this.rest) this.resting = setTimeout(() => this.gather(), 0);
      return !this.rest;
    }
    const byte = this.byte[0] as number;
    if (byte === 10) {
      this.whole = true;
      this.settleLine?.();
      return false;
    }
    this.held[this.heldLength] = byte;
    this.heldLength += 1;
    if (this.heldLength < MAX_LINE) return true;
    this.settleLine?.(tooLong());
    this.socket.destroy();
    return false;
  }

  /** All that came was read: lets more gather in the kernel for as long as the reader likes, and answers whether it does. */
  private rests(): boolean {
    const rest = this.rest?.() ?? 0;
    if (rest <= 0 || this.socket.destroyed) return false;
    this.resting = setTimeout(() => this.gather(), rest);
    return true;
  }

  /**
   * Reads what gathered, past the event loop, which would be woken by every arrival. Where nothing more is to gather, and
   * for the end of the feed, the loop is told to watch the socket again.
   */
  private gather(): void {
    let reads = 0;
    let length: number;
    let space: Buffer;
    do {
      space = this.gathered.space();
      length = readNow(this.socket, space);
      if (length > 0) this.onBytes?.(this.gathered.take(length));
      reads += 1;
    } while (length === space.length && reads < MOST_READS);
    const all = length >= 0 && length < space.length;
    if (all && this.rests()) return;
    if (!this.socket.destroyed) this.socket.resume();
  }

  private end(reason: string): void {
    if (this.ended !== undefined) return;
    this.ended = reason;
    this.settleLine?.(this.endError());
    this.endListener?.(reason);
  }

  private endError(): FlumotionError {
    return this.socket.bytesRead > 0
      ? endedEarly()
      : FlumotionError.of('feed-greeting-invalid', { reason: this.ended ?? 'not connected' });
  }
}
