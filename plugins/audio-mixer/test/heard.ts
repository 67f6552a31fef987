import type { Output } from '../../../test/support/play-component';

/** Samples a second of the mixes in these tests. */
export const RATE = 44_100;

/** What a mixer gave, two channels of F32LE. */
export class Heard {
  constructor(private readonly output: Output) {}

  /** Running time of the first sample that is there, in samples. */
  get start(): number {
    return Math.round((this.output.times[0] ?? 0) * RATE);
  }

  /** Running time after the last sample that is there, in samples. */
  get end(): number {
    return this.start + this.output.buffers.reduce((sum, { data }) => sum + data.length / 8, 0);
  }

  /** Samples of a channel from one running time to another, both in samples; none from before the start. */
  samples(from: number, to: number, channel = 0): Float32Array {
    const found: number[] = [];
    let at = this.start;
    for (const { data } of this.output.buffers) {
      const length = data.length / 8;
      for (let index = Math.max(0, from - at); index < Math.min(length, to - at); index++) {
        found.push(data.readFloatLE(index * 8 + channel * 4));
      }
      at += length;
    }
    return Float32Array.from(found);
  }

  /** The newest samples of a channel. */
  newest(count: number, channel = 0): Float32Array {
    return this.samples(this.end - count, this.end, channel);
  }

  /** Greatest distance of the end of a buffer from the beginning of the next, in nanoseconds. */
  gap(): number {
    const { buffers } = this.output;
    return buffers.slice(1).reduce((most, { pts = 0n }, index) => {
      const before = buffers[index];
      const off = Number(pts - (before?.pts ?? 0n) - (before?.duration ?? 0n));
      return Math.max(most, Math.abs(off));
    }, 0);
  }
}

/** Greatest step from one sample to the next. */
export function greatestStep(sound: Float32Array): number {
  let most = 0;
  for (let at = 1; at < sound.length; at++)
    most = Math.max(most, Math.abs((sound[at] ?? 0) - (sound[at - 1] ?? 0)));
  return most;
}
