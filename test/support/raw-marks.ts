import { luma } from './media-content';
import type { Output } from './play-component';

/** Change of the mean luma that is a flash. */
const FLASH = 60;
/** Loudness of a sample that is a beep, and silence in seconds before the next one. */
const BEEP = 3000;
const SILENCE = 0.3;
/** Enough of a picture that flashes as a whole: tests look again and again. */
const CORNER = { x: 0, y: 0, width: 16, height: 16 };

/** Where pictures turn from black to white in raw I420, in seconds. */
export function flashes(output: Output, width = 160, height = 120): number[] {
  const pictures = output.buffers.filter(({ data }) => data.length > 0);
  const levels = pictures.map(({ data }) => luma(data, width, height, CORNER));
  return pictures.flatMap(({ pts }, at) =>
    at > 0 && (levels[at] ?? 0) - (levels[at - 1] ?? 0) > FLASH ? [Number(pts) / 1e9] : [],
  );
}

/** Where beeps begin in raw sound of 16 bit, in seconds. */
export function beeps(output: Output, rate = 44_100, channels = 2): number[] {
  const found: number[] = [];
  const step = 2 * channels;
  let last = -Infinity;
  for (const { data, pts } of output.buffers) {
    for (let at = 0; at + step <= data.length; at += step) {
      if (Math.abs(data.readInt16LE(at)) < BEEP) continue;
      const time = Number(pts) / 1e9 + at / step / rate;
      if (time - last > SILENCE) found.push(time);
      last = time;
    }
  }
  // The first may have begun before there was anything.
  return found.slice(1);
}

/** How far marks are from where they belong, in seconds; the one that is most off. @param every - seconds between them. */
export function off(marks: readonly number[], first: number, every: number): number {
  const errors = marks.map((mark) => {
    const error = (mark - first) / every;
    return Math.abs(error - Math.round(error)) * every;
  });
  return Math.max(...errors);
}

/** Buffers whose time is before the end of the one before them, by more than rounding. */
export function backwards(output: Output): number {
  const times = output.buffers.filter(({ data }) => data.length > 0).map(({ pts }) => Number(pts) / 1e9);
  return times.filter((time, at) => at > 0 && time < (times[at - 1] ?? 0)).length;
}
