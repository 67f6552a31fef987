import * as os from 'node:os';
import type { MachineLoad } from '../rpc/machine-load';

/** What a machine says of itself; `node:os` has it of this one. */
export type Machine = Pick<typeof os, 'cpus' | 'loadavg' | 'totalmem' | 'freemem' | 'uptime'>;

interface Ticks {
  readonly idle: number;
  readonly all: number;
}

/** Shortest time between two readings of the processors, in milliseconds of all of them: below it a tick weighs too much. */
const LEAST_TICKS = 500;

/** Reads how busy the whole machine is. */
export class LoadMeter {
  private ticks: Ticks;
  private cpu: number | undefined;

  constructor(private readonly machine: Machine = os) {
    this.ticks = ticksOf(machine.cpus());
  }

  /** The machine now; its processors since the last reading. */
  read(): MachineLoad {
    const { machine } = this;
    const cpus = machine.cpus();
    this.measure(ticksOf(cpus));
    const [one = 0, five = 0, fifteen = 0] = machine.loadavg();
    const total = machine.totalmem();
    return {
      cores: Math.max(1, cpus.length),
      averages: [rounded(one, 100), rounded(five, 100), rounded(fifteen, 100)],
      ...(this.cpu === undefined ? {} : { cpu: this.cpu }),
      memory: { used: Math.max(0, total - machine.freemem()), total },
      uptime: Math.floor(machine.uptime()),
    };
  }

  private measure(now: Ticks): void {
    const all = now.all - this.ticks.all;
    if (all < LEAST_TICKS) return;
    const idle = Math.min(all, Math.max(0, now.idle - this.ticks.idle));
    this.cpu = rounded(1 - idle / all, 1000);
    this.ticks = now;
  }
}

/** Milliseconds that all processors together have spent, and of these with nothing to do. */
function ticksOf(cpus: readonly os.CpuInfo[]): Ticks {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
