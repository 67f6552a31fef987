import type { Engine, EngineEvents, MakeEngine, Sound } from './engine.js';

/** How playing ended. */
export interface Outcome {
  readonly why: 'ended' | 'failed' | 'stalled' | 'blocked' | 'stopped';
  readonly reason: string;
  /** Seconds that were played. */
  readonly played: number;
}

/** What watches an attempt. */
export interface Watcher {
  /** Media play. */
  moves(engine: Engine): void;
  /** Nothing has come for a moment. @param began - whether something had played before. */
  stands(began: boolean): void;
  /** Whether the server says that media flow just now. */
  flows(): Promise<boolean>;
}

/** Milliseconds between two looks. */
const LOOK = 400;
/** Milliseconds without progress after which people are told. */
const TOLD = 2500;
/** Milliseconds without progress after which the server is asked, once something has played and before. */
const [STALLED, NOT_BEGUN] = [5000, 20_000];

/** One attempt to play: from the connection to its end. */
export class Attempt {
  private engine: Engine | undefined;
  private finish: (outcome: Outcome) => void = () => undefined;
  private readonly outcome = new Promise<Outcome>((resolve) => (this.finish = resolve));
  private timer: ReturnType<typeof setInterval> | undefined;
  private moved = performance.now();
  private time = 0;
  private played = 0;
  private began = false;
  private asking = false;

  constructor(
    private readonly make: MakeEngine,
    private readonly watcher: Watcher,
  ) {}

  /** Plays until it ends, for whatever reason. @param put - shows what plays. */
  async run(url: string, sound: Sound, put: (element: HTMLElement) => void): Promise<Outcome> {
    const events: EngineEvents = {
      ended: () => this.end('ended', ''),
      failed: (reason) => this.end('failed', reason),
    };
    try {
      this.engine = await this.make(url, sound, events);
      put(this.engine.element);
      this.timer = setInterval(() => this.look(), LOOK);
      // Not waited for: where no media come, a browser may never answer.
      this.engine.play().catch((error: unknown) => this.refused(error));
    } catch (error) {
      this.refused(error);
    }
    const outcome = await this.outcome;
    clearInterval(this.timer);
    this.engine?.close();
    return outcome;
  }

  stop(): void {
    this.end('stopped', '');
  }

  sound(sound: Sound): void {
    this.engine?.sound(sound);
  }

  /** The engine cannot be had, or the browser does not let it play. */
  private refused(error: unknown): void {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'AbortError') return;
    this.end(name === 'NotAllowedError' ? 'blocked' : 'failed', error instanceof Error ? error.message : '');
  }

  private end(why: Outcome['why'], reason: string): void {
    this.finish({ why, reason, played: this.played });
  }

  private look(): void {
    const { engine } = this;
    // The browser lets pages rest that nobody sees.
    if (!engine || document.hidden) {
      this.moved = performance.now();
      return;
    }
    const now = performance.now();
    if (engine.time > this.time + 0.01) {
      if (this.time > 0)
        this.played += Math.min(engine.time - this.time, (now - this.moved) / 1000 + LOOK / 1000);
      this.time = engine.time;
      this.began = true;
      this.moved = now;
      this.watcher.moves(engine);
      return;
    }
    const standing = now - this.moved;
    if (standing > TOLD) this.watcher.stands(this.began);
    if (standing > (this.began ? STALLED : NOT_BEGUN)) void this.ask();
  }

  /** A stream that flows, but not to us, is begun anew; while the source is away the server keeps its listeners. */
  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const moved = this.moved;
    const flows = await this.watcher.flows();
    if (flows && moved === this.moved) this.end('stalled', 'nothing came');
    if (!flows) this.began = true;
    setTimeout(() => (this.asking = false), 2000);
  }
}
