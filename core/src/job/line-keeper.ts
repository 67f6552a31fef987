import { errorText } from '../errors';
import { advise } from '../gst/advice';
import type { LinePart } from '../gst/gst';
import type { Logger } from '../log/logger';
import type { Line, LineTrouble, PipelineError } from '../plugin';
import { withDeadline } from '../deadline';
import type { MoodKeeper } from './mood-keeper';

/** Seconds before the second attempt, and the most between two. */
const WAIT = [1, 30] as const;
/** Milliseconds the preparation of an attempt may take. */
const PREPARE_DEADLINE = 10_000;
/** Milliseconds between looks at what a line has carried. */
const LOOK_INTERVAL = 500;

type Phase = 'idle' | 'preparing' | 'trying' | 'connected' | 'waiting' | 'closed';

/** Begins one line of a pipeline, again and again as it fails, and says how it stands. */
export class LineKeeper {
  private phase: Phase = 'idle';
  /** Attempts that failed since the line last held. */
  private failures = 0;
  private since = 0;
  private next = 0;
  private nextLook = 0;
  private carried = 0;
  private moved = 0;

  /**
   * @param brings - it brings media in: without it the component is hungry, else it is waking.
   * @param now - milliseconds.
   */
  constructor(
    private readonly spec: Line,
    private readonly part: LinePart,
    private readonly brings: boolean,
    private readonly mood: MoodKeeper,
    private readonly log: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** The pipeline plays: makes the first attempt. */
  begin(): void {
    if (this.phase !== 'idle') return;
    this.away(`connecting to ${this.spec.peer}`);
    void this.attempt();
  }

  /** Looks at the line; call it after the bus was read. */
  tick(): void {
    const now = this.now();
    if (this.phase === 'waiting' && now >= this.next) void this.attempt();
    if (this.phase !== 'trying' && this.phase !== 'connected') return;
    const failure = this.part.failure();
    if (failure) this.lost(this.explain(failure));
    else if (this.part.ended()) this.lost({ level: 'warning', text: `${this.spec.peer} ended the stream` });
    else if (now >= this.nextLook) this.look(now);
  }

  /** Ends the line for good. */
  close(): void {
    this.phase = 'closed';
    this.part.end();
  }

  private async attempt(): Promise<void> {
    this.phase = 'preparing';
    let trouble: LineTrouble | undefined;
    try {
      const found = await withDeadline(
        Promise.resolve(this.spec.prepare?.()),
        PREPARE_DEADLINE,
        `the way to ${this.spec.peer}`,
      );
      if (found) trouble = found;
    } catch (error) {
      trouble = { level: 'warning', text: `${this.spec.peer} cannot be reached: ${errorText(error)}` };
    }
    if (this.closed()) return;
    if (trouble) {
      this.lost(trouble);
      return;
    }
    this.phase = 'trying';
    this.since = this.moved = this.now();
    this.nextLook = 0;
    this.carried = 0;
    // What went wrong comes with the next look at the bus.
    this.part.begin();
  }

  private closed(): boolean {
    return this.phase === 'closed';
  }

  private look(now: number): void {
    this.nextLook = now + LOOK_INTERVAL;
    const carried = this.part.carried();
    if (carried !== this.carried) this.moved = now;
    this.carried = carried;
    const connected = this.spec.connected?.() ?? carried > 0;
    if (connected && this.phase === 'trying') this.found();
    const trouble = this.spec.broken?.();
    if (trouble) {
      this.lost(trouble);
      return;
    }
    const { patience } = this.spec;
    if (patience === undefined || now - this.moved < patience * 1000) return;
    this.lost({
      level: 'warning',
      text: `nothing has come from ${this.spec.peer} for ${String(patience)} s`,
    });
  }

  private found(): void {
    this.phase = 'connected';
    this.log.info(`connected to ${this.spec.peer}`);
    this.mood.clear(this.id);
    this.away(undefined);
    this.spec.changed?.(true);
  }

  private lost(trouble: LineTrouble): void {
    const wasConnected = this.phase === 'connected';
    this.part.end();
    const [first, most] = this.spec.wait ?? WAIT;
    // A connection that holds for a moment only is no reason to try more often.
    if (wasConnected && this.now() - this.since > 2 * 1000 * first * 2 ** this.failures) this.failures = 0;
    const wait = Math.min(most, first * 2 ** Math.min(this.failures, 16));
    this.failures++;
    this.phase = 'waiting';
    this.next = this.now() + wait * 1000;
    const text = `${trouble.text}; tried again every ${String(wait)} s`;
    this.log.warn(text);
    this.away(trouble.text);
    this.mood.say({ ...trouble, text, id: this.id });
    if (wasConnected) this.spec.changed?.(false);
  }

  private explain(error: PipelineError): LineTrouble {
    const own = this.spec.explain?.(error);
    if (own) return { debug: `${error.source}: ${error.text}`, ...own };
    const { text, advice, debug } = advise(error);
    return {
      level: 'warning',
      text: `${this.spec.peer}: ${text}`,
      ...(advice === undefined ? {} : { advice }),
      ...(debug === undefined ? {} : { debug }),
    };
  }

  private get id(): string {
    return `connection-${this.spec.bin}`;
  }

  private away(reason: string | undefined): void {
    if (this.brings) this.mood.hunger(this.spec.bin, reason);
    else this.mood.wait(reason);
  }
}
