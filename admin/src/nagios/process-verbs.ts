import type { Command } from 'commander';
import { check, type CheckTerminal } from './check';
import { checkMultiple, checkOrphaned, checkSize } from './process-checks';
import { flumotionProcesses, KINDS } from './processes';
import { size } from './size';

interface SizeOptions {
  readonly warning: number;
  readonly critical: number;
}

/**
 * Usual limits of the address space. Node reserves about 1 GB before it does anything, and 10 GB more for each memory of
 * WebAssembly, of which a manager has one.
 */
const VIRTUAL = { job: ['2G', '4G'], manager: ['16G', '32G'], worker: ['2G', '4G'] } as const;
/** Usual limits of what is in memory. */
const RESIDENT = ['512M', '1G'] as const;

/** Adds the checks of the processes of this machine. @param proc the `proc` file system. */
export function processVerbs(root: Command, terminal: CheckTerminal, proc = '/proc'): void {
  const all = root.command('process').description('checks of the processes on this machine');
  for (const kind of KINDS) {
    const verbs = all.command(kind).description(`checks of ${kind} processes`);
    verbs
      .command('multiple')
      .description(kind === 'job' ? 'whether a component runs twice' : 'whether two have the same name')
      .action(check(terminal, () => checkMultiple(kind, flumotionProcesses(proc))));
    if (kind === 'job') {
      verbs
        .command('orphaned')
        .description('whether there are jobs that no worker has')
        .action(check(terminal, () => checkOrphaned(flumotionProcesses(proc))));
    }
    for (const [name, what, limits, description] of [
      ['vsize', 'virtual', VIRTUAL[kind], 'address space of the largest'],
      ['memory', 'resident', RESIDENT, 'memory of the largest'],
    ] as const) {
      verbs
        .command(name)
        .description(description)
        .option('-w, --warning <size>', 'size that is a warning', size, size(limits[0]))
        .option('-c, --critical <size>', 'size that is critical', size, size(limits[1]))
        .action(
          check<SizeOptions>(terminal, (options) => checkSize(kind, what, options, flumotionProcesses(proc))),
        );
    }
  }
}
