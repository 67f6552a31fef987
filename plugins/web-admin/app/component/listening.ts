import { follow } from './follow';
import { soundOf, startOf, type Sound } from './wav';

/** Samples a second of the sound that the manager gives; another rate is heard as well, less cleanly. */
const RATE = 32_000;
/** Milliseconds for which somebody listens without pressing anything: a page is easily forgotten. */
const LONGEST = 10 * 60_000;

/** How it stands with listening. */
export type Listened =
  | { readonly phase: 'off' | 'waiting' | 'heard' | 'over' }
  | { readonly phase: 'failed'; readonly error: unknown };

/** Somebody hears a feed: piece after piece is fetched, and played right behind the one before. */
export class Listening {
  private readonly leave = new AbortController();
  private readonly context = new AudioContext({ sampleRate: RATE });
  private readonly volume = this.context.createGain();
  private end = 0;

  /**
   * Begins; to be called while a button is pressed, or browsers let nothing be heard.
   * @param path - of the feed, below `/api`.
   */
  constructor(
    private readonly path: string,
    private readonly tell: (state: Listened) => void,
  ) {
    this.volume.connect(this.context.destination);
    void this.context.resume();
    void this.run();
  }

  /** From 0, silent, to 1, as it is. */
  setVolume(share: number): void {
    this.volume.gain.value = share;
  }

  /** Ends; nothing is told any more. */
  stop(): void {
    this.leave.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.leave;
    const say = (state: Listened): void => {
      if (!signal.aborted) this.tell(state);
    };
    const over = performance.now() + LONGEST;
    say({ phase: 'waiting' });
    try {
      for await (const piece of follow(`${this.path}/sound`, signal)) {
        if (performance.now() > over) break;
        this.play(soundOf(await piece.arrayBuffer()));
        say({ phase: 'heard' });
      }
      say({ phase: 'over' });
    } catch (error) {
      say({ phase: 'failed', error });
    } finally {
      await this.context.close();
    }
  }

  private play({ rate, channels }: Sound): void {
    const { context } = this;
    const length = channels[0]?.length ?? 0;
    const start = startOf(context.currentTime, this.end);
    if (start === undefined || length === 0) return;
    const buffer = context.createBuffer(channels.length, length, rate);
    channels.forEach((samples, channel) => buffer.copyToChannel(samples, channel));
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.volume);
    source.start(start);
    this.end = start + length / rate;
  }
}
