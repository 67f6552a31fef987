import type { GstElement, GstNamespace, GstPad } from './node-gtk';
import { until } from './media-wait';

/** Milliseconds until the ground of a mixer has said what it is. */
const GROUND_DEADLINE = 8000;

/** What leaves a mixer: from its beginning to its end one stream. */
export class MixedStream {
  /** The funnel's, never linked: the events it gets are those of the stream; what the mixer says is heard by nobody. */
  private readonly voice: GstPad;

  /**
   * @param id of the stream.
   * @param ground the pad behind the form of the mixer's ground.
   * @param form the mixer's capsfilter.
   * @param funnel with `forward-sticky-events=false`, behind that.
   */
  constructor(
    private readonly gst: GstNamespace,
    private readonly id: string,
    private readonly ground: GstPad,
    private readonly form: GstElement,
    funnel: GstElement,
  ) {
    const voice = funnel.requestPadSimple('sink_%u');
    if (!voice) throw new Error(`${funnel.name} gives no pad`);
    this.voice = voice;
  }

  /**
   * Begins it; the pipeline is paused, and the mixer has given nothing yet.
   * @param broken whether the pipeline has failed: then nothing is waited for.
   * @throws Error when the ground gives nothing.
   */
  async begin(broken: () => boolean): Promise<void> {
    const { gst, ground, voice } = this;
    const here = (): boolean => broken() || ground.getCurrentCaps() !== null;
    await until(here, GROUND_DEADLINE, `the ground of ${this.id}`, () => undefined);
    const caps = ground.getCurrentCaps();
    if (!caps) return;
    this.form['caps'] = caps;
    const segment = new gst.Segment();
    segment.init(gst.Format.TIME);
    voice.sendEvent(gst.Event.newStreamStart(this.id));
    voice.sendEvent(gst.Event.newCaps(caps));
    voice.sendEvent(gst.Event.newSegment(segment));
    // A funnel listens to the pad that first sends something that is not to be kept. Shut feeders let it fall.
    voice.sendEvent(gst.Event.newSegmentDone(gst.Format.TIME, 0n));
  }
}
