import { FlumotionError } from '../errors';
import type { Cue, FollowCue, Fraction, LoopCue } from '../plugin';
import type { GstElement, GstNamespace, GstPad, GstPipeline } from './node-gtk';

const SECOND = 1_000_000_000n;
/** Milliseconds the media may take to arrive at the cued elements. */
const ARRIVAL_DEADLINE = 8000;
/** Milliseconds between looks at them. */
const ARRIVAL_POLL = 10;

/** A loop that runs. */
interface Loop {
  /** Takes the seeks. */
  readonly element: GstElement;
  readonly duration: bigint;
}

/** Lays the sources of one pipeline on the flow's time. */
export class Cueing {
  private readonly cues: Cue[] = [];
  private readonly loops: Loop[] = [];
  private broken = false;

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly name: string,
  ) {}

  add(cue: Cue): void {
    this.cues.push(cue);
    this.shut(true);
  }

  /** The pipeline has failed, and says so itself: nothing is waited for any more. */
  abort(): void {
    this.broken = true;
  }

  /** Whether the pipeline has failed before its cues could begin; it need not play then. */
  get failed(): boolean {
    return this.broken;
  }

  /** Whether the pipeline must be paused and `apply` be called before it plays. */
  get waits(): boolean {
    return this.cues.length > 0;
  }

  /**
   * Begins all cues; the pipeline is paused, and plays right after this.
   * @param now - the running time in nanoseconds.
   * @throws FlumotionError `deadline-passed` when no media arrives.
   */
  async apply(now: () => bigint): Promise<void> {
    for (const cue of this.cues.splice(0)) {
      if (this.broken) return;
      if (cue.kind === 'follow') await this.follow(cue, now);
      else await this.loop(cue, now);
    }
    this.shut(false);
  }

  /** The media of the pipeline's loops has come to its end: begins the next round. */
  again(): void {
    for (const { element, duration } of this.loops) {
      this.seek(element, this.gst.SeekFlags.SEGMENT, 0n, duration);
    }
  }

  /** Cueing flushes, and `gdppay` would put that into the feed, where it makes eaters forget what they eat. */
  private shut(drop: boolean): void {
    for (let index = 0; ; index++) {
      const gate = this.pipeline.getByName(`feeder${String(index)}-gate`);
      if (!gate) return;
      gate['drop'] = drop;
    }
  }

  private async follow(cue: FollowCue, now: () => bigint): Promise<void> {
    const element = this.named(cue.element);
    const pad = sourcePad(element);
    if (!(await this.arrival(() => pad.getCurrentCaps() !== null, cue.element))) return;
    const ahead = BigInt(Math.round(cue.ahead ?? 0));
    const time = now();
    const begin = nextOnGrid(time > ahead ? time - ahead : 0n, cue.grid);
    pad.setOffset(begin + ahead);
    this.seek(element, this.gst.SeekFlags.FLUSH, begin, undefined);
  }

  private async loop(cue: LoopCue, now: () => bigint): Promise<void> {
    const branches = cue.through.map((name) => ({ name, pad: sourcePad(this.named(name)) }));
    const here = (): typeof branches => branches.filter(({ pad }) => pad.getCurrentCaps() !== null);
    if (!(await this.arrival(() => here().length > 0, cue.through.join(', ')))) return;
    const [first] = here() as [(typeof branches)[number]];
    const [known, duration] = first.pad.queryDuration(this.gst.Format.TIME);
    const begin = now();
    for (const { pad } of branches) pad.setOffset(begin);
    const element = this.named(first.name);
    const flags = this.gst.SeekFlags.SEGMENT | this.gst.SeekFlags.FLUSH;
    this.seek(element, flags, 0n, known ? duration : undefined);
    this.loops.push({ element, duration: known ? duration : 0n });
  }

  private seek(element: GstElement, flags: number, start: bigint, stop: bigint | undefined): void {
    const { SET, NONE } = this.gst.SeekType;
    const ending = stop === undefined || stop <= 0n ? NONE : SET;
    // Not sendEvent: it takes the event over, and the binding would free it a second time.
    if (!element.seek(1, this.gst.Format.TIME, flags, SET, start, ending, stop ?? 0n)) {
      const reason = `${element.name} cannot be moved to another place in its media`;
      throw FlumotionError.of('pipeline-invalid', { component: this.name, reason });
    }
  }

  /** Waits for media; answers false when the pipeline failed meanwhile. */
  private async arrival(arrived: () => boolean, what: string): Promise<boolean> {
    const end = Date.now() + ARRIVAL_DEADLINE;
    while (!arrived()) {
      if (this.broken) return false;
      if (Date.now() > end) {
        throw FlumotionError.of('deadline-passed', {
          what: `the wait for media at ${what} of ${this.name}`,
          seconds: ARRIVAL_DEADLINE / 1000,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL_POLL));
    }
    return true;
  }

  private named(name: string): GstElement {
    const element = this.pipeline.getByName(name);
    if (element) return element;
    const reason = `the template has no element named ${name}`;
    throw FlumotionError.of('pipeline-invalid', { component: this.name, reason });
  }
}

function sourcePad(element: GstElement): GstPad {
  const pad = element.getStaticPad('src');
  if (!pad) throw new Error(`${element.name} has no src pad`);
  return pad;
}

/**
 * The first time not before `now` that is both a whole number of nanoseconds and a whole number of frames.
 * @param grid - frames a second.
 */
export function nextOnGrid(now: bigint, [frames, seconds]: Fraction): bigint {
  const step = (BigInt(seconds) * SECOND) / divisor(BigInt(frames), BigInt(seconds) * SECOND);
  return ((now + step - 1n) / step) * step;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}
