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
/** The least of it for the first request at another interval: each process on the way looks for requests now and then. */
const LEAST_AHEAD = 500_000_000n;
/** A force-key-unit event whose type a feed has cut. */
const REQUEST = /\(type: unknown.*GstForceKeyUnit,.*running-time=\(guint64\)(\d+).*count=\(uint\)(\d+)/;
/** Requests that are sent by one look at most, and those of which the last alone was seen that are made up for. */
const MOST_AT_ONCE = 16;

interface Schedule {
  readonly pad: GstPad;
  /** Nanoseconds. */
  readonly interval: bigint;
  /** Running time of the last request. */
  last: bigint;
  /** Number of the last request; a change of the interval leaves a gap that nobody takes for requests. */
  count: number;
  /** Nothing was asked for at this interval, but at another before. */
  changed: boolean;
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
    const count = known ? known.count + MOST_AT_ONCE : 0;
    const own = { pad, interval: BigInt(Math.round(interval)) * MILLISECOND, last, count };
    this.schedules.set(element, { ...own, changed: last >= 0 });
  }

  /** Sends what is due, also what a late look left out and is still to come. @param now the running time in nanoseconds. */
  tick(now: bigint): void {
    for (const schedule of this.schedules.values()) {
      const { interval, last, pad } = schedule;
      const due = ((now + AHEAD) / interval) * interval;
      if (due <= last || !pad.getCurrentCaps()) continue;
      const soonest = schedule.changed ? now + LEAST_AHEAD : now;
      const next = (soonest / interval + 1n) * interval;
      const following = last - (last % interval) + interval;
      const begin = last < 0n ? due : following > next ? following : next;
      const most = due - interval * BigInt(MOST_AT_ONCE - 1);
      for (let time = begin > most ? begin : most; time <= due; time += interval) {
        schedule.last = time;
        schedule.changed = false;
        schedule.count += 1;
        request(this.gst, pad, time, schedule.count);
      }
    }
  }
}

/**
 * Repeats the requests that came in by a feed. GDP keeps only the lower 16 bits of an event's type, and a
 * force-key-unit event needs 17: it leaves the feed as an event that no encoder knows. A sink that gets no buffers shows
 * the last one; what is sent in its place is what an encoder knows. Of several that came between two looks the earlier
 * ones are known by their number.
 */
export class KeyUnitRequests {
  private last: Numbered | undefined;

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
    const [, running, number] = (typeof seen === 'string' ? REQUEST.exec(seen) : undefined) ?? [];
    if (running === undefined) return;
    const [time, count] = [BigInt(running), Number(number)];
    const { last } = this;
    if (time === last?.time) return;
    this.last = { time, count };
    for (const missed of last ? between(last, { time, count }) : []) request(this.gst, this.pad, missed);
    request(this.gst, this.pad, time);
  }
}

interface Numbered {
  readonly time: bigint;
  readonly count: number;
}

/** Times of the requests between two, where they are even steps. */
function between(from: Numbered, to: Numbered): readonly bigint[] {
  const steps = to.count - from.count;
  if (steps < 2 || steps > MOST_AT_ONCE || (to.time - from.time) % BigInt(steps) !== 0n) return [];
  const step = (to.time - from.time) / BigInt(steps);
  return Array.from({ length: steps - 1 }, (_, index) => from.time + step * BigInt(index + 1));
}

/**
 * Sends a request down from a pad; an encoder keeps it until the first picture that is not before its time. Headers are
 * not asked for: repeated in the stream they would stop an Ogg muxer.
 */
function request(gst: GstNamespace, pad: GstPad, time: bigint, count = 0): void {
  const { CLOCK_TIME_NONE } = gst;
  const video = gstVideoNamespace();
  pad.pushEvent(
    video.videoEventNewDownstreamForceKeyUnit(CLOCK_TIME_NONE, CLOCK_TIME_NONE, time, false, count),
  );
}
