import type { Clip, PipelineError } from '../plugin';
import { mediaBegin } from './media-begin';
import { mediaProblem, worst } from './media-problem';
import { fileUri, until } from './media-wait';
import type { SoundCut } from './sound-cut';
import type { GstBin, GstElement, GstNamespace, GstPad } from './node-gtk';

/** Milliseconds a file may take to open and to give its first media. */
const OPEN_DEADLINE = 10_000;
/** Milliseconds after the end of a deck's media until the mixers have taken the last of it. */
const DRAIN = 600;
/** Nanoseconds of running time that never come: media waits there while its place in the file is sought. */
const NEVER = 1n << 61n;

/** One kind of media of a deck. */
export interface DeckOutput {
  /** What the pads of the decoder are linked to. */
  readonly input: GstPad;
  /** Moves the times of what passes. */
  readonly gate: GstElement;
  readonly moved: GstPad;
  /** Last pad of the deck. */
  readonly last: GstPad;
  /** The mixer's. */
  readonly into: GstPad;
}

/** A bin of the pipeline that plays one clip at a time, whatever state the pipeline is in. */
export class Deck {
  private errors: PipelineError[] = [];
  private clip: Clip | undefined;
  private drained = 0;

  constructor(
    private readonly gst: GstNamespace,
    private readonly bin: GstBin,
    private readonly source: GstElement,
    private readonly outputs: readonly DeckOutput[],
    /** Absent in a deck without sound. */
    private readonly cut: SoundCut | undefined,
  ) {
    bin.setLockedState(true);
  }

  /** Whether it can take a clip. */
  get free(): boolean {
    return this.clip === undefined || (this.ended() && performance.now() - this.drained >= DRAIN);
  }

  /**
   * Opens a clip and waits until its first media is here.
   * @param order - what has a higher one hides the pictures of the others.
   * @throws Error in words for people.
   */
  async load(clip: Clip, order: number): Promise<void> {
    this.eject();
    this.clip = clip;
    const sought = clip.from !== undefined || clip.to !== undefined;
    for (const output of this.outputs) {
      const into = output.into as unknown as Record<string, unknown>;
      if ('zorder' in output.into) {
        into['zorder'] = order;
        into['repeatAfterEos'] = clip.hold ?? false;
      }
      output.moved.setOffset(sought ? NEVER : clip.at);
    }
    this.cut?.set(clip.soundTo);
    this.source['uri'] = fileUri(clip.location);
    const { gst } = this;
    this.bin.setState(gst.State.PLAYING);
    const check = (): void => {
      const problem = this.problem();
      if (problem !== undefined) throw new Error(problem);
      if (this.clip !== clip) throw new Error(`the file ${clip.location} was taken out`);
    };
    const opened = (): boolean => this.source.getState(0n)[0] !== gst.StateChangeReturn.ASYNC;
    await until(opened, OPEN_DEADLINE, `the file ${clip.location}, to open,`, check);
    const here = (): boolean => this.present().every(({ moved }) => moved.getCurrentCaps() !== null);
    await until(here, OPEN_DEADLINE, `the first media of ${clip.location}`, check);
    if (sought) this.seek(clip);
  }

  /** Takes the clip out. */
  eject(): void {
    if (this.clip === undefined) return;
    this.clip = undefined;
    this.errors = [];
    this.drained = 0;
    const { gst } = this;
    // Media that waits in a mixer for its time would hold the deck's threads until then.
    for (const { into } of this.outputs) into.sendEvent(gst.Event.newFlushStart());
    this.bin.setState(gst.State.READY);
    for (const { into } of this.outputs) into.sendEvent(gst.Event.newFlushStop(true));
  }

  /** Takes the clip out for good. */
  close(): void {
    this.eject();
    this.bin.setState(this.gst.State.NULL);
  }

  /** Whether a clip is the one in the deck. */
  holds(clip: Clip): boolean {
    return this.clip === clip;
  }

  /** Whether all media has left the deck. */
  private ended(): boolean {
    const present = this.present();
    const gone = present.every(({ last }) => last.getStickyEvent(this.gst.EventType.EOS, 0) !== null);
    if (!gone || present.length === 0) return false;
    if (this.drained === 0) this.drained = performance.now();
    return true;
  }

  /** What went wrong with the clip, in words. */
  problem(): string | undefined {
    const error = worst(this.errors);
    return error && this.clip ? mediaProblem(this.clip.location, error) : undefined;
  }

  /** Takes an error of an element of the deck. @returns whether it was one. */
  claims(error: PipelineError): boolean {
    if (error.source !== this.bin.name && !this.bin.getByName(error.source)) return false;
    // A deck that is being emptied complains that nobody takes its media.
    if (this.clip) this.errors.push(error);
    return true;
  }

  private present(): readonly DeckOutput[] {
    return this.outputs.filter(({ input }) => input.isLinked());
  }

  private seek(clip: Clip): void {
    const { gst } = this;
    for (const { moved } of this.outputs) moved.setOffset(clip.at);
    const { FLUSH, ACCURATE } = gst.SeekFlags;
    const { SET, NONE } = gst.SeekType;
    const gates = this.present().map(({ gate }) => gate);
    const begin = mediaBegin(gst, gates);
    if (clip.soundTo !== undefined) this.cut?.set(begin + clip.soundTo);
    const start = begin + (clip.from ?? 0n);
    const [stopKind, stop] = clip.to === undefined ? [NONE, 0n] : [SET, begin + clip.to];
    if (gates[0]?.seek(1, gst.Format.TIME, FLUSH | ACCURATE, SET, start, stopKind, stop) !== true) {
      throw new Error(`the file ${clip.location} cannot be played from another place than its beginning`);
    }
  }
}
