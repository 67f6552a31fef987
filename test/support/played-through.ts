import type { Report } from './player-page';

/** Milliseconds that are to be played without a stall. */
const STRETCH = 10_000;

/**
 * The newest ten seconds of a player's reports, if they were played without a stall. A busy machine can make a player
 * pause once; segments that do not fit together make it pause in every such stretch.
 */
export function playedThrough(list: readonly Report[]): readonly Report[] | undefined {
  const last = list.at(-1);
  const from = list.findLastIndex(({ at }) => (last?.at ?? 0) - at >= STRETCH);
  const first = list[from];
  if (!first || !last) return undefined;
  const seconds = (last.at - first.at) / 1000;
  const stalls = ({ errors }: Report): number => errors.filter((error) => /fatal|Stalled/.test(error)).length;
  const whole =
    last.time - first.time > seconds - 1.5 &&
    last.frames - first.frames > 20 * (seconds - 2) &&
    stalls(last) === stalls(first);
  return whole ? list.slice(from) : undefined;
}
