import type { MachineLoad } from '../api/types';

/** The load averages of a machine for people. */
export function averagesText(averages: MachineLoad['averages']): string {
  return averages.map((value) => value.toFixed(2)).join(' · ');
}
