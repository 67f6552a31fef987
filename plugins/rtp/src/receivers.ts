import { middleOf, type Report } from './rtcp';

/** Most receivers that are kept in mind. */
const MAX_RECEIVERS = 256;
/** Milliseconds after which a receiver that says nothing is no longer counted. */
const FORGET = 30_000;

interface Receiver {
  /** When it reported, in milliseconds since 1970. */
  readonly at: number;
  readonly lost: number;
  readonly fractionLost: number;
  /** Seconds. */
  readonly jitter: number;
  /** Seconds; undefined while unknown. */
  readonly roundTrip: number | undefined;
}

/** How the receivers do, the worst of them. */
export interface Reception {
  readonly receivers: number;
  /** Percent of packets lost. */
  readonly loss: number;
  /** Packets lost altogether. */
  readonly lost: number;
  /** Milliseconds. */
  readonly jitter: number;
  /** Milliseconds. */
  readonly roundTrip: number;
}

/** What receivers report of a sender. */
export class Receivers {
  private readonly known = new Map<number, Receiver>();

  /** Takes a report. @param ssrc - the sender. @param now - milliseconds since 1970. */
  take(report: Report, ssrc: number, clockRate: number, now: number): void {
    const block = report.blocks.find((one) => one.ssrc === ssrc);
    if (!block || (!this.known.has(report.from) && this.known.size >= MAX_RECEIVERS)) return;
    const passed = (middleOf(now) - block.lastReport - block.sinceReport) / 65_536;
    const sane = block.lastReport !== 0 && passed >= 0 && passed < FORGET / 1000;
    this.known.set(report.from, {
      at: now,
      lost: block.lost,
      fractionLost: block.fractionLost,
      jitter: block.jitter / clockRate,
      roundTrip: sane ? passed : undefined,
    });
  }

  /** How they do now. */
  reception(now: number): Reception {
    for (const [from, { at }] of this.known) if (now - at > FORGET) this.known.delete(from);
    const all = [...this.known.values()];
    const worst = (figure: (one: Receiver) => number): number => Math.max(0, ...all.map(figure));
    const tenths = (value: number): number => Math.round(value * 10) / 10;
    return {
      receivers: all.length,
      loss: tenths(worst((one) => one.fractionLost) * 100),
      lost: worst((one) => one.lost),
      jitter: tenths(worst((one) => one.jitter) * 1000),
      roundTrip: tenths(worst((one) => one.roundTrip ?? 0) * 1000),
    };
  }

  /** The sender begins anew. */
  clear(): void {
    this.known.clear();
  }
}
