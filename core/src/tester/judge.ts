import type { StreamChecker, StreamProblem } from './checker';
import { checkerFor } from './choose-checker';
import { SharedStream, tellsPlace, type Follower } from './shared-stream';

/** The live streams that listeners of a test get, by media type. */
export class SharedStreams {
  private readonly streams = new Map<string, SharedStream>();

  /** The stream that a listener is at a known place of; a new one when there is none or the last has turned bad. */
  find(
    type: string,
    follower: Follower,
    checker: StreamChecker,
    piece: Buffer,
    now: number,
  ): SharedStream | undefined {
    const known = this.streams.get(type);
    if (known?.good && known.followed) return known.join(follower, piece) ? known : undefined;
    if (!tellsPlace(piece)) return undefined;
    const stream = new SharedStream(checker, piece, now);
    if (!stream.join(follower, piece)) return undefined;
    this.streams.set(type, stream);
    return stream;
  }
}

/** Judges what one listener gets: by a check of its own at first, then beside those that get the same. */
export class Judge implements Follower {
  at = 0;
  /** Most milliseconds by which the first listener had a byte earlier; undefined while that is not known. */
  lag: number | undefined;
  private own: StreamChecker | undefined;
  private shared: SharedStream | undefined;
  private problem: StreamProblem | undefined;
  private pieces = 0;
  private next = 1;

  /**
   * @param type media type of the answer.
   * @param streams of the test; left out for a listener that others cannot be compared with.
   */
  constructor(
    private readonly type: string,
    private readonly streams: SharedStreams | undefined,
  ) {
    this.own = checkerFor(type);
  }

  /** What has to arrive yet before the stream can be played; undefined when it can. */
  get awaits(): string | undefined {
    return this.own?.awaits;
  }

  /** What the stream is. */
  get description(): string {
    return this.own?.description ?? this.shared?.description ?? '';
  }

  /** Takes the next bytes. @returns what is wrong with the stream. */
  push(piece: Buffer, now: number): StreamProblem | undefined {
    const { shared } = this;
    if (shared) {
      const result = shared.push(this, piece, now);
      if (typeof result === 'number') this.lag = Math.max(this.lag ?? 0, result);
      else if (result !== 'parted') this.problem = result;
      return this.problem ?? this.own?.problems[0];
    }
    const { own } = this;
    own?.push(piece);
    const [problem] = own?.problems ?? [];
    if (own && !problem && own.awaits === undefined) this.join(own, piece, now);
    return problem;
  }

  /** The stream ended by itself. @returns what is wrong with its end. */
  end(): StreamProblem | undefined {
    this.own?.end();
    return this.own?.problems[0];
  }

  /** The listener leaves. */
  leave(): void {
    this.shared?.leave(this);
  }

  part(checker: StreamChecker): void {
    this.shared = undefined;
    this.own = checker;
    this.pieces = 0;
    this.next = 1;
  }

  /** Looks for the same stream among the others, less and less often. */
  private join(own: StreamChecker, piece: Buffer, now: number): void {
    if (!this.streams || ++this.pieces < this.next) return;
    this.next *= 2;
    this.shared = this.streams.find(this.type, this, own, piece, now);
    if (this.shared) this.own = undefined;
  }
}
