import type { Line, PipelineError } from '../plugin';
import type { LinePart } from './gst';
import type { GstBin, GstElement, GstNamespace, GstPad, GstPipeline, GstStructure } from './node-gtk';

/** Milliseconds in which a buffer on its way into the bin has gone through. */
const PASSAGE = 50;

/** A bin of the pipeline whose state is changed apart from the pipeline's. */
export class BinLine implements LinePart {
  private readonly meter: GstElement;
  private readonly output: GstPad | null;
  /** By which media enters: unlinked while the bin is stopped, as what is linked anew is told caps and segment again. */
  private readonly entry: { readonly outer: GstPad; readonly inner: GstPad } | undefined;
  /** Never linked: they keep the end of the line from going further. */
  private readonly held: readonly (GstPad | null)[];
  private trouble: PipelineError | undefined;
  private stopping: NodeJS.Timeout | undefined;

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly bin: GstBin,
    private readonly spec: Line,
    named: (name: string) => GstElement,
  ) {
    this.meter = named(spec.meter);
    this.output = this.meter.getStaticPad('src');
    this.held = (spec.into ?? []).map((name) => named(name).requestPadSimple('sink_%u'));
    const outer = spec.from === undefined ? null : named(spec.from).getStaticPad('src');
    const inner = outer?.getPeer();
    this.entry = outer && inner ? { outer, inner } : undefined;
    bin.setLockedState(true);
    // What waits inside for media would take the whole pipeline back to being paused.
    bin['asyncHandling'] = true;
    if (this.entry) this.entry.outer.unlink(this.entry.inner);
  }

  begin(): boolean {
    if (this.stopping) this.close();
    this.trouble = undefined;
    this.bin.setBaseTime(this.pipeline.getBaseTime());
    this.bin.setStartTime(this.gst.CLOCK_TIME_NONE);
    const result = this.bin.setState(this.gst.State.PLAYING);
    this.entry?.outer.link(this.entry.inner);
    return result !== this.gst.StateChangeReturn.FAILURE;
  }

  end(): void {
    if (!this.entry?.outer.isLinked()) {
      this.close();
      return;
    }
    this.entry.outer.unlink(this.entry.inner);
    // Were a buffer in the queue's door when it shuts, the thread that brings it would end, and with it the feed.
    this.stopping ??= setTimeout(() => {
      this.close();
    }, PASSAGE).unref();
  }

  close(): void {
    clearTimeout(this.stopping);
    this.stopping = undefined;
    this.bin.setState(this.gst.State.NULL);
  }

  failure(): PipelineError | undefined {
    return this.trouble;
  }

  ended(): boolean {
    return Boolean(this.output?.getStickyEvent(this.gst.EventType.EOS, 0));
  }

  carried(): number {
    return Number((this.meter['stats'] as GstStructure).getUint64('num-buffers')[1]);
  }

  /** Takes an error, or a warning, of an element of the bin. @returns whether it was one. */
  claims(error: PipelineError, kind: 'error' | 'warning'): boolean {
    if (error.source !== this.bin.name && !this.bin.getByName(error.source)) return false;
    const failed = kind === 'error' ? true : this.spec.failing?.(error);
    if (failed) this.trouble ??= error;
    return failed !== undefined;
  }
}
