import type { DecodedPicture, DecodedSound } from './decode';

/** Change of the mean luma that is a flash. */
const FLASH = 60;
/** Loudness from which there is a beep. */
const BEEP = 0.1;
/** Silence in seconds after which the next sound is a new beep. */
const SILENCE = 0.3;

/** Mean value of all bytes of a picture. */
export function brightness(picture: DecodedPicture): number {
  let sum = 0;
  for (const value of picture.pixels) sum += value;
  return sum / picture.pixels.length;
}

/** Times at which the picture turns from black to white, in seconds. */
export function flashes(list: readonly DecodedPicture[]): number[] {
  const levels = list.map(brightness);
  return list
    .filter((_, at) => at > 0 && (levels[at] ?? 0) - (levels[at - 1] ?? 0) > FLASH)
    .map((picture) => picture.time);
}

/** Times at which a beep begins after silence, in seconds. */
export function beeps({ samples, rate, start }: DecodedSound): number[] {
  const found: number[] = [];
  let last = 0;
  samples.forEach((sample, at) => {
    if (Math.abs(sample) < BEEP) return;
    if (at - last > SILENCE * rate) found.push(start + at / rate);
    last = at;
  });
  return found;
}

/** For each time, how far the nearest of the others is: positive when that one is later. */
export function offsets(times: readonly number[], others: readonly number[]): number[] {
  return times.map((time) =>
    others.reduce((best, other) => (Math.abs(other - time) < Math.abs(best) ? other - time : best), Infinity),
  );
}
