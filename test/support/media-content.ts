/** Where to look in a picture, in pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bytes from one line of the luma plane to the next, as GStreamer lays I420 out. */
function stride(width: number): number {
  return Math.ceil(width / 4) * 4;
}

/** Mean luma (16 black to 235 white) of an I420 picture, or of a part of it. */
export function luma(picture: Buffer, width: number, height: number, region?: Region): number {
  const { x, y, width: w, height: h } = region ?? { x: 0, y: 0, width, height };
  let sum = 0;
  for (let row = y; row < y + h; row++) {
    for (let column = x; column < x + w; column++) sum += picture[row * stride(width) + column] ?? 0;
  }
  return sum / (w * h);
}

/** Greatest difference of luma between two I420 pictures in a region, over all its pixels. */
export function difference(a: Buffer, b: Buffer, width: number, region: Region): number {
  let most = 0;
  for (let row = region.y; row < region.y + region.height; row++) {
    for (let column = region.x; column < region.x + region.width; column++) {
      const at = row * stride(width) + column;
      most = Math.max(most, Math.abs((a[at] ?? 0) - (b[at] ?? 0)));
    }
  }
  return most;
}

/** Samples of one channel of interleaved 16-bit sound, from -1 to 1. */
export function samples(sound: Buffer, channels = 1, channel = 0): Float32Array {
  const frames = Math.floor(sound.length / 2 / channels);
  return Float32Array.from(
    { length: frames },
    (_, at) => sound.readInt16LE((at * channels + channel) * 2) / 32768,
  );
}

/** Pitch in Hz of a sound with one tone, from its upward zero crossings. */
export function pitch(sound: Float32Array, rate: number): number {
  let [first, last, count] = [-1, -1, 0];
  for (let at = 1; at < sound.length; at++) {
    if ((sound[at - 1] ?? 0) < 0 && (sound[at] ?? 0) >= 0) {
      if (first < 0) first = at;
      else count++;
      last = at;
    }
  }
  return count === 0 ? 0 : (count * rate) / (last - first);
}

/** Loudest sample, from 0 to 1. */
export function peak(sound: Float32Array): number {
  return sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
