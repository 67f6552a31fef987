import { get, type IncomingMessage } from 'node:http';
import { runningTime } from './running-time';

/** A listener of a stream that notes what it gets and when. */
export class Listener {
  readonly chunks: Buffer[] = [];
  bytes = 0;
  status = 0;
  contentType = '';
  /** Why the connection ended; undefined while it stands. */
  ended: string | undefined;
  /** Longest time between two arrivals so far, milliseconds. */
  worstGap = 0;
  private last = runningTime();
  private answer: IncomingMessage | undefined;
  private readonly request;

  /** @param keep - whether the bytes are kept, for decoding them later. */
  constructor(
    url: string,
    private readonly keep = false,
  ) {
    this.request = get(url, { agent: false }, (answer) => {
      this.answer = answer;
      this.status = answer.statusCode ?? 0;
      this.contentType = answer.headers['content-type'] ?? '';
      answer.on('data', (chunk: Buffer) => {
        this.take(chunk);
      });
      answer.on('error', (error) => (this.ended ??= error.message));
      answer.on('close', () => (this.ended ??= 'closed'));
    });
    this.request.on('error', (error) => (this.ended ??= error.message));
  }

  /** Time since the last byte, milliseconds. */
  get silence(): number {
    return runningTime() - this.last;
  }

  /** Everything received so far; only when it is kept. */
  get data(): Buffer {
    return Buffer.concat(this.chunks);
  }

  /** Forgets the gaps so far. */
  resetGap(): void {
    this.worstGap = 0;
    this.last = runningTime();
  }

  /** Stops reading, so that the kernel's buffers fill. */
  pause(): void {
    this.answer?.pause();
  }

  close(): void {
    this.ended ??= 'left';
    this.request.destroy();
  }

  private take(chunk: Buffer): void {
    const now = runningTime();
    if (this.bytes > 0) this.worstGap = Math.max(this.worstGap, now - this.last);
    this.last = now;
    this.bytes += chunk.length;
    if (this.keep) this.chunks.push(chunk);
  }
}
