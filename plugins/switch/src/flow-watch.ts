import type { EaterFlow } from '@flumotion/core/plugin';

interface Seen {
  buffers: number;
  /** When the last buffer was noticed, milliseconds; none came since the feed was connected when it is absent. */
  fed: number | undefined;
  /** Since when data has come without a break, milliseconds. */
  since: number;
  caps: string | undefined;
}

/** Milliseconds between two looks beyond which the process has stood still, and no eater could be seen fed. */
const STILL = 250;

/** Tells from looks at the eaters which of them data comes from. Times are milliseconds that only go forwards. */
export class FlowWatch {
  private readonly seen = new Map<string, Seen>();
  private looked: number | undefined;

  /** @param lostAfter - milliseconds without a buffer after which an eater counts as lost; read at each look. */
  constructor(private readonly lostAfter: () => number) {}

  /** Takes note of how the eaters are doing. */
  look(now: number, flows: readonly EaterFlow[]): void {
    this.forgive(now);
    for (const { alias, connected, buffers, caps } of flows) {
      const seen = this.seen.get(alias) ?? { buffers, fed: undefined, since: now, caps };
      this.seen.set(alias, seen);
      seen.caps = caps;
      if (!connected) seen.fed = undefined;
      else if (buffers !== seen.buffers) {
        if (!this.fed(alias, now)) seen.since = now;
        seen.fed = now;
      }
      seen.buffers = buffers;
    }
  }

  /** Whether the eater is linked to a feed. */
  linked(alias: string): boolean {
    return this.seen.has(alias);
  }

  /** Whether data comes. */
  fed(alias: string, now: number): boolean {
    const at = this.seen.get(alias)?.fed;
    return at !== undefined && now - at <= this.lostAfter();
  }

  /** Milliseconds for which data has come without a break; 0 when none comes. */
  steady(alias: string, now: number): number {
    return this.fed(alias, now) ? now - (this.seen.get(alias)?.since ?? now) : 0;
  }

  /** Caps of the feed; undefined until they are known. */
  caps(alias: string): string | undefined {
    return this.seen.get(alias)?.caps;
  }

  /** Takes the time for which the process stood still from that for which nothing came. */
  private forgive(now: number): void {
    const slept = now - (this.looked ?? now) - STILL;
    this.looked = now;
    if (slept <= 0) return;
    for (const one of this.seen.values()) if (one.fed !== undefined) one.fed += slept;
  }
}
