import { memoryUsage, cpuUsage } from 'node:process';

/** What the process uses of the machine. */
export interface Usage {
  /** Fraction of one core since the last reading. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
}

/** Reads the use of CPU and memory by this process. */
export class UsageMeter {
  private time = process.hrtime.bigint();
  private used = cpuUsage();
  private last: Usage = { cpu: 0, memory: memoryUsage.rss() };

  /** The figures, measured anew when the last reading is more than a second old. */
  read(): Usage {
    const now = process.hrtime.bigint();
    const elapsed = Number(now - this.time) / 1000;
    if (elapsed > 1_000_000) {
      const { user, system } = cpuUsage(this.used);
      this.last = { cpu: Math.round(((user + system) / elapsed) * 1000) / 1000, memory: memoryUsage.rss() };
      this.used = cpuUsage();
      this.time = now;
    }
    return this.last;
  }
}
