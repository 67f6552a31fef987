import type { Fraction, MediaInfo } from '@flumotion/core/plugin';

/** Nanoseconds by which sound may be cut at the end of a round: encoders pad it by as much. */
const PADDING = 100_000_000n;
const SECOND = 1_000_000_000n;
/** Pictures a second when there is none. */
const STEPS: Fraction = [1000, 1];

/** How long a round is. */
export interface Round {
  /** Pictures a second, and how many a round has. Without pictures: milliseconds. */
  readonly framerate: Fraction;
  readonly pictures: bigint;
  /** Nanoseconds of the file at which the round ends. */
  readonly length: bigint;
  /** The last picture waits for the end of the sound. */
  readonly waits: boolean;
}

/**
 * The round of a file: as long as its pictures, and a whole number of them, so that none is lost or shown twice. Only
 * when the sound goes on for longer than encoders pad it does the last picture wait for its end.
 */
export function roundOf(info: MediaInfo, wanted: Fraction): Round {
  const { video, audio } = info;
  const framerate = video ? wanted : STEPS;
  const step = BigInt(framerate[1]) * SECOND;
  const frames = BigInt(framerate[0]);
  const seen = video ? (video.length * frames + step / 2n) / step : 0n;
  const end = (seen * step) / frames;
  const heard = audio?.length ?? 0n;
  const longer = heard > end + (video ? PADDING : 0n);
  const pictures = longer ? (heard * frames + step - 1n) / step : seen;
  return { framerate, pictures, length: (pictures * step) / frames, waits: longer && video !== undefined };
}
