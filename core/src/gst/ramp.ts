import {
  gstControllerNamespace,
  type GstControlBinding,
  type GstElement,
  type GstTimedValueControlSource,
} from './node-gtk';

const MILLISECOND = 1_000_000n;
/** Nanoseconds before which a ramp does not begin: what was sent early may be at the element already. */
const AHEAD = 100n * MILLISECOND;
/** Nanoseconds for which what was asked for stays known: media may come that much after its time. */
const KEPT = 15_000n * MILLISECOND;

/** Value at a time. */
type Point = readonly [at: bigint, value: number];

interface Ramp {
  readonly source: GstTimedValueControlSource;
  readonly binding: GstControlBinding;
  points: readonly Point[];
  bound: boolean;
}

/**
 * Moves properties of elements steadily, by GStreamer's controllers: the element asks for the value at the time of what
 * it works on, so a ramp is at the same place in all media, however late they come.
 */
export class Ramps {
  private readonly ramps = new Map<string, Ramp>();

  /** @param now - the running time in nanoseconds. */
  constructor(private readonly now: () => bigint) {}

  /**
   * Moves a property, from where it is or is just going through.
   * @param key - camel-case name of the property.
   * @param milliseconds - how long it takes.
   */
  start(element: GstElement, property: string, key: string, value: number, milliseconds: number): void {
    const name = `${element.name} ${property}`;
    const known = this.ramps.get(name);
    if (known?.bound !== true) {
      const ramp = known ?? makeRamp(element, property);
      this.ramps.set(name, ramp);
      begin(ramp, Number(element[key]));
      // Nothing has gone through yet, or nobody wants it to be steady.
      if (milliseconds <= 0) begin(ramp, value);
      else this.move(ramp, value, milliseconds);
      element.addControlBinding(ramp.binding);
      ramp.bound = true;
    } else this.move(known, value, milliseconds);
  }

  /** Ends the rule of ramps over a property, so that it can be set. */
  end(element: GstElement, property: string): void {
    const ramp = this.ramps.get(`${element.name} ${property}`);
    if (ramp?.bound !== true) return;
    element.removeControlBinding(ramp.binding);
    ramp.bound = false;
  }

  /** Points are first added and then taken away, all of them ahead: the element never sees a half-made line. */
  private move(ramp: Ramp, value: number, milliseconds: number): void {
    const now = this.now();
    const from = now + AHEAD;
    const until = from + BigInt(Math.max(1, Math.round(milliseconds * 1e6)));
    const current = valueAt(ramp.points, from);
    const { source } = ramp;
    source.set(from, current);
    source.set(until, value);
    const past = ramp.points.filter(([at]) => at < from);
    for (const [at] of ramp.points) if (at > from && at !== until) source.unset(at);
    const old = now - KEPT;
    const kept = past.filter((_, index) => (past[index + 1]?.[0] ?? from) > old);
    const first: Point = [0n, kept[0]?.[1] ?? current];
    source.set(...first);
    for (const [at] of past) if (at > 0n && !kept.some(([other]) => other === at)) source.unset(at);
    ramp.points = [first, ...kept.filter(([at]) => at > 0n), [from, current], [until, value]];
  }
}

function makeRamp(element: GstElement, property: string): Ramp {
  const controller = gstControllerNamespace();
  const source = new controller.InterpolationControlSource();
  source.mode = controller.InterpolationMode.LINEAR;
  const binding = controller.DirectControlBinding.newAbsolute(element, property, source);
  return { source, binding, points: [], bound: false };
}

/** Holds a value for ever. */
function begin(ramp: Ramp, value: number): void {
  ramp.source.unsetAll();
  ramp.source.set(0n, value);
  ramp.points = [[0n, value]];
}

/** Value of a line of points in the order of time; before the first and after the last it is level. */
export function valueAt(points: readonly Point[], time: bigint): number {
  const after = points.findIndex(([at]) => at > time);
  const [end, start] = [points[after], points[after - 1]];
  if (!end) return points.at(-1)?.[1] ?? 0;
  if (!start) return end[1];
  const share = Number(time - start[0]) / Number(end[0] - start[0]);
  return start[1] + (end[1] - start[1]) * share;
}
