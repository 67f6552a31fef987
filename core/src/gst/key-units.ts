import { FlumotionError } from '../errors';
import {
  gstVideoNamespace,
  type GstElement,
  type GstNamespace,
  type GstPad,
  type GstPipeline,
} from './node-gtk';

const MILLISECOND = 1_000_000n;
/** Nanoseconds by which a request goes ahead of its time, so that it is at the encoder before the picture is. */
const AHEAD = 1_000_000_000n;
/** A force-key-unit event whose type a feed has cut. */
const REQUEST = /\(type: unknown.*GstForceKeyUnit,.*running-time=\(guint64\)(\d+)/;

interface Schedule {
  readonly pad: GstPad;
  /** Nanoseconds. */
  readonly interval: bigint;
  /** Running time of the last request. */
  last: bigint;
}

/** Sends requests for key units down a pipeline, at whole multiples of an interval of running time. */
export class KeyUnits {
  private readonly schedules = new Map<string, Schedule>();

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly name: string,
  ) {}

  /**
   * Begins, changes or, with no interval, ends the requests from an element's output.
   * @param interval milliseconds.
   * @throws FlumotionError `pipeline-invalid` when there is no such element, or it has no output.
   */
  schedule(element: string, interval: number | undefined): void {
    const known = this.schedules.get(element);
    this.schedules.delete(element);
    if (interval === undefined) return;
    const pad = known?.pad ?? this.pipeline.getByName(element)?.getStaticPad('src');
    if (!pad) {
      const reason = `the template has no element named ${element} with an output`;
      throw FlumotionError.of('pipeline-invalid', { component: this.name, reason });
    }
    const last = known?.last ?? -1n;
    this.schedules.set(element, { pad, interval: BigInt(Math.round(interval)) * MILLISECOND, last });
  }

  /** Sends what is due. @param now the running time in nanoseconds. */
  tick(now: bigint): void {
    for (const schedule of this.schedules.values()) {
      const due = ((now + AHEAD) / schedule.interval) * schedule.interval;
      if (due <= schedule.last || !schedule.pad.getCurrentCaps()) continue;
      schedule.last = due;
      request(this.gst, schedule.pad, due);
    }
  }
}

/**
 * Repeats the requests that came in by a feed. GDP keeps only the lower 16 bits of an event's type, and a
 * force-key-unit event needs 17: it leaves the feed as an event that no encoder knows. A sink that gets no buffers shows
 * it; what is sent in its place is what an encoder knows.
 */
export class KeyUnitRequests {
  private last: string | undefined;

  constructor(
    private readonly gst: GstNamespace,
    /** Shows the last event in its property `last-message`. */
    private readonly sink: GstElement,
    /** Where the feed enters the template. */
    private readonly pad: GstPad,
  ) {}

  /** Looks for a new request. */
  poll(): void {
    const seen = this.sink['lastMessage'];
    const time = typeof seen === 'string' ? REQUEST.exec(seen)?.[1] : undefined;
    if (time === undefined || time === this.last) return;
    this.last = time;
    request(this.gst, this.pad, BigInt(time));
  }
}

/**
 * Sends a request down from a pad; an encoder keeps it until the first picture that is not before its time. Headers are
 * not asked for: repeated in the stream they would stop an Ogg muxer.
 */
function request(gst: GstNamespace, pad: GstPad, time: bigint): void {
  const { CLOCK_TIME_NONE } = gst;
  const video = gstVideoNamespace();
  pad.pushEvent(video.videoEventNewDownstreamForceKeyUnit(CLOCK_TIME_NONE, CLOCK_TIME_NONE, time, false, 0));
}
