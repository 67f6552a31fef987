import type { Slot } from './slot';

/** Nanoseconds around an entry in which the sound of the filler is off already, and still: it comes in blocks. */
const MARGIN = 50_000_000n;

type Span = Pick<Slot, 'begin' | 'end'>;

/** Whether the sound of the filler is to be heard: entries lie over its picture, but sounds would mix. */
export function fillerHeard(now: bigint, playing: readonly Span[]): boolean {
  return !playing.some(({ begin, end }) => begin - MARGIN <= now && now < end + MARGIN);
}

/** Nanoseconds until it may come or go. */
export function untilFiller(now: bigint, playing: readonly Span[]): bigint | undefined {
  const times = playing.flatMap(({ begin, end }) => [begin - MARGIN, end + MARGIN]);
  const coming = times.filter((time) => time > now).map((time) => time - now);
  return coming.length === 0 ? undefined : coming.reduce((least, time) => (time < least ? time : least));
}
