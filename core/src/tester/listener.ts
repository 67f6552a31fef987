import type { IncomingMessage } from 'node:http';
import type { StreamChecker } from './checker';
import { checkerFor, isNoStream } from './choose-checker';
import type { Failure, StreamOpener } from './open-stream';
import { Pacer } from './pacer';

/** What one listener does. */
export interface ListenerPlan {
  readonly url: URL;
  /** It is content after this many bytes. */
  readonly bytes?: number;
  /** It is content after this many seconds, counted from the first byte. */
  readonly seconds?: number;
  /** Bytes a second to read; as fast as the stream comes when left out. */
  readonly readRate?: number;
  /** Bytes a read, when there is a rate. */
  readonly readSize: number;
  /** Longest wait for the connection, the answer and every further byte, in seconds. */
  readonly timeout: number;
  /** Longest stay for `bytes`, in seconds. */
  readonly patience: number;
}

/** How it went for one listener. Times in milliseconds. */
export interface ListenerResult {
  /** Why it failed; absent for a good stream, and for one that was cut short without a fault. */
  readonly failure?: Failure;
  /** The test was interrupted before the listener was content. */
  readonly interrupted: boolean;
  /** From the request to the first byte of the stream; absent when none came. */
  readonly firstByte?: number;
  /** Longest time without a byte, after the first. */
  readonly worstGap: number;
  readonly bytes: number;
  /** From the first byte to the end. */
  readonly stayed: number;
  /** What the stream is, as `Ogg: theora, vorbis`. */
  readonly description?: string;
}

/** Listens to a stream for a while and says whether it was a good one. `tick` has to be called now and then. */
export class Listener {
  readonly result: Promise<ListenerResult>;
  private finish!: (result: ListenerResult) => void;
  private readonly began = performance.now();
  private readonly close: () => void;
  private response: IncomingMessage | undefined;
  private pacer: Pacer | undefined;
  private checker: StreamChecker | undefined;
  private firstByte: number | undefined;
  private lastByte = 0;
  private worstGap = 0;
  private bytes = 0;
  private over = false;

  constructor(
    opener: StreamOpener,
    private readonly plan: ListenerPlan,
  ) {
    this.result = new Promise((resolve) => (this.finish = resolve));
    this.close = opener.open(plan.url, {
      opened: (response) => this.opened(response),
      failed: (failure) => this.end({ failure }),
    });
  }

  /** Looks at the clock: ends the listener when it is content or has waited too long. */
  tick(now = performance.now()): void {
    if (this.over) return;
    const { seconds, bytes, timeout, patience } = this.plan;
    if (this.firstByte === undefined) {
      if (now - this.began < timeout * 1000) return;
      const what = this.response ? 'no byte of the stream in time' : 'no answer in time';
      this.end({ failure: { reason: what, detail: `${timeout} s` } });
      return;
    }
    const stayed = now - this.firstByte;
    if (seconds !== undefined && stayed >= seconds * 1000) this.content();
    else if (now - this.lastByte >= timeout * 1000) {
      this.end({ failure: { reason: 'the stream stopped', detail: `nothing for ${timeout} s` } });
    } else if (bytes !== undefined && stayed >= patience * 1000) {
      this.end({
        failure: { reason: 'too few bytes in time', detail: `${this.bytes} of ${bytes} in ${patience} s` },
      });
    }
  }

  /** Ends the listener before it is content. */
  interrupt(): void {
    this.end({ interrupted: true });
  }

  private opened(response: IncomingMessage): void {
    const { statusCode = 0, statusMessage = '' } = response;
    response.on('error', () => this.closed('the connection broke'));
    if (statusCode !== 200) {
      const reason = `HTTP status ${statusCode} ${statusMessage}`.trim();
      this.end({ failure: { reason, ...location(response) } });
      return;
    }
    const type = response.headers['content-type'] ?? '';
    if (isNoStream(type)) {
      this.end({ failure: { reason: 'the answer is no stream', detail: `its content type is ${type}` } });
      return;
    }
    this.response = response;
    this.checker = checkerFor(type);
    response.on('end', () => this.closed('the server ended the stream'));
    this.pacer = new Pacer(response, (piece) => this.receive(piece), this.plan.readRate, this.plan.readSize);
  }

  private receive(piece: Buffer): void {
    if (this.over || !this.checker) return;
    const now = performance.now();
    if (this.firstByte === undefined) this.firstByte = now;
    else this.worstGap = Math.max(this.worstGap, now - this.lastByte);
    this.lastByte = now;
    this.bytes += piece.length;
    this.checker.push(piece);
    if (this.failInvalid()) return;
    if (this.plan.bytes !== undefined && this.bytes >= this.plan.bytes) this.content();
  }

  private failInvalid(): boolean {
    const [problem] = this.checker?.problems ?? [];
    if (!problem) return false;
    const { reason, offset, detail } = problem;
    this.end({
      failure: { reason, detail: `${detail === undefined ? '' : `${detail}, `}at byte ${offset}` },
    });
    return true;
  }

  private content(): void {
    const awaits = this.checker?.awaits;
    // So few bytes that nothing could be judged: that is what was asked for.
    const asked = this.plan.bytes !== undefined && this.bytes >= this.plan.bytes;
    if (awaits === undefined || asked) this.end({});
    else this.end({ failure: { reason: 'the stream cannot be played', detail: `awaited ${awaits}` } });
  }

  /** The server's end is a good one only for a file that came whole. */
  private closed(reason: string): void {
    if (this.over) return;
    const whole = this.response?.complete === true && this.response.headers['content-length'] !== undefined;
    if (!whole) {
      this.end({ failure: { reason, detail: `after ${this.bytes} bytes` } });
      return;
    }
    this.checker?.end();
    if (!this.failInvalid()) this.content();
  }

  private end({ failure, interrupted = false }: { failure?: Failure; interrupted?: boolean }): void {
    if (this.over) return;
    this.over = true;
    this.pacer?.stop();
    this.close();
    this.response?.destroy();
    const now = performance.now();
    const { firstByte } = this;
    this.finish({
      ...(failure && { failure }),
      interrupted,
      ...(firstByte !== undefined && { firstByte: firstByte - this.began }),
      worstGap: firstByte === undefined ? 0 : Math.max(this.worstGap, now - this.lastByte),
      bytes: this.bytes,
      stayed: firstByte === undefined ? 0 : now - firstByte,
      ...(this.checker && this.bytes > 0 && { description: this.checker.description }),
    });
  }
}

function location(response: IncomingMessage): { detail?: string } {
  const { location: target } = response.headers;
  return target === undefined ? {} : { detail: `to ${target}` };
}
