import type { EaterFlow } from '@flumotion/core/plugin';
import type { Alarms } from './alarms';
import type { AlarmTimes } from './alarm';

/** Milliseconds between looks at what comes. */
export const LOOK_INTERVAL = 500;

/** Tells when nothing comes at all. */
export class DataWatch {
  private buffers = 0;
  private last: number | undefined;

  /** @param what - word for what is to come, as `sound`. */
  constructor(
    private readonly alarms: Alarms,
    private readonly what: string,
  ) {}

  /** Looks at the eater. @param now - seconds that only go forwards. */
  look(flows: readonly EaterFlow[], now: number, times: AlarmTimes): void {
    const buffers = flows.reduce((sum, flow) => sum + flow.buffers, 0);
    const moves = buffers !== this.buffers;
    this.buffers = buffers;
    if (moves || this.last === undefined) this.last = now;
    const tell = (since: string): { text: string; advice: string } => ({
      text: `No ${this.what} has come since ${since}.`,
      advice: 'Look after the component it comes from, and its source.',
    });
    this.alarms.update('no-data', !moves, now, times, tell, this.last);
  }
}
