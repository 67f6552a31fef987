import type { Slot } from './plan';

/** Nanoseconds around an entry in which the sound of the filler is off already, and still. */
const MARGIN = 30_000_000n;

/** Whether the sound of the filler is to be heard: entries lie over its picture, but sounds would mix. */
export function fillerHeard(now: bigint, playing: readonly Slot[]): boolean {
  return !playing.some(({ begin, end }) => begin - MARGIN <= now && now < end + MARGIN);
}
