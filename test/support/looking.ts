import { execFileSync } from 'node:child_process';
import type { Installation } from './installation';

/** How many processes look at feeds for the workers of an installation: other tests have others. */
export function looking(installation: Installation): number {
  const workers = [...installation.workers.values()].map(({ pid }) => String(pid));
  return execFileSync('ps', ['-eo', 'ppid=,args='])
    .toString()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([parent = '', ...args]) => workers.includes(parent) && args.join(' ').includes('/job/preview.js'),
    ).length;
}
