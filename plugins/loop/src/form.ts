import type { DeckForm, Fraction, MediaInfo, PictureValues } from '@flumotion/core/plugin';

/** What comes from a feeder for which the file has nothing is never seen. */
const NOTHING = { width: 16, height: 16, pixelAspectRatio: [1, 1] } as const;
/** Pictures a second of files whose pictures come at no steady rate. */
const UNSTEADY: Fraction = [25, 1];
const SOUND = { rate: 48_000, channels: 2 } as const;

/** The form in which a file is played: its own, where the properties do not ask for another. */
export function formOf(info: MediaInfo, p: PictureValues): DeckForm {
  const { rate, channels } = info.audio ?? SOUND;
  const framerate = p.framerate ?? info.video?.framerate ?? UNSTEADY;
  return { ...shape(info, p), framerate, rate, channels, addBorders: p['add-borders'] };
}

type Shape = Pick<DeckForm, 'width' | 'height' | 'pixelAspectRatio'>;

function shape(info: MediaInfo, p: PictureValues): Shape {
  const { width, height, pixelAspectRatio } = info.video ?? NOTHING;
  const pixel: Fraction = p['is-square'] ? [1, 1] : pixelAspectRatio;
  // Width of the picture as it is to be seen, where a pixel is as high as it is wide.
  const seen = (width * pixelAspectRatio[0]) / pixelAspectRatio[1];
  const across = (high: number): number => even(((high * seen) / height) * (pixel[1] / pixel[0]));
  if (p.width === undefined) {
    if (p.height !== undefined) return { width: across(p.height), height: p.height, pixelAspectRatio: pixel };
    return { width: p['is-square'] ? even(seen) : width, height, pixelAspectRatio: pixel };
  }
  const high = p.height ?? even((p.width * pixel[0] * height) / (pixel[1] * seen));
  if (p['is-square'] || p.height === undefined) {
    return { width: p.width, height: high, pixelAspectRatio: pixel };
  }
  // Both are given: the pixels take the shape that leaves the picture its own.
  const ratio = reduced(width * pixelAspectRatio[0] * high, height * pixelAspectRatio[1] * p.width);
  return { width: p.width, height: high, pixelAspectRatio: ratio };
}

function even(length: number): number {
  return Math.max(2, 2 * Math.round(length / 2));
}

function reduced(a: number, b: number): Fraction {
  const divisor = (x: number, y: number): number => (y === 0 ? x : divisor(y, x % y));
  const by = divisor(a, b);
  return [a / by, b / by];
}
