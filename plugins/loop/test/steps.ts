import type { Output } from '../../../test/support/play-component';

/** Seconds between the times of neighbours. */
export function steps(output: Output): readonly number[] {
  return output.times.slice(1).map((time, index) => time - (output.times[index] as number));
}
