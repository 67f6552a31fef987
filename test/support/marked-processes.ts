import { readdirSync, readFileSync } from 'node:fs';

/** Pids of the living processes whose environment holds a text, as `NAME=value` or the beginning of it. */
export function processesWith(environment: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const dead = readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
        const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
        return !dead && variables.some((variable) => variable.startsWith(environment));
      } catch {
        // It ended meanwhile, or belongs to somebody else.
        return false;
      }
    })
    .map(Number);
}
