import type { Fraction, MediaInfo } from '@flumotion/core/plugin';

/** Nanoseconds by which sound may be cut at the end of a round: encoders pad it by as much. */
const PADDING = 100_000_000n;
const SECOND = 1_000_000_000n;
/** Nanoseconds by which sound may begin late and is still put at the beginning of the round. */
const NEAR = 40_000_000n;
/** Later than any stream begins. */
const NEVER = 1n << 62n;
/** Pictures a second when there is none. */
const STEPS: Fraction = [1000, 1];

/** How long a round is. */
export interface Round {
  /** Pictures a second, and how many a round has. Without pictures: milliseconds. */
  readonly framerate: Fraction;
  readonly pictures: bigint;
  /** Nanoseconds of the file at which its first picture or sound begins. */
  readonly begin: bigint;
  /** That is so near to time 0 that the first picture is the one of time 0, and nothing has to be left out. */
  readonly near: boolean;
  /** The sound is longer, and has to be cut. */
  readonly cut: boolean;
  /** Nanoseconds a round lasts. */
  readonly length: bigint;
  /** The last picture waits for the end of the sound. */
  readonly waits: boolean;
}

/**
 * The round of a file: from its first picture or sound, as long as its pictures, and a whole number of them, so that none
 * is lost or shown twice. Only when the sound goes on for longer than encoders pad it does the last picture wait for its end.
 */
export function roundOf(info: MediaInfo, wanted: Fraction): Round {
  const { video, audio } = info;
  const framerate = video ? wanted : STEPS;
  const step = BigInt(framerate[1]) * SECOND;
  const frames = BigInt(framerate[0]);
  const begin = [video, audio].flatMap((stream) => (stream ? [stream.start ?? 0n] : [])).reduce(least, NEVER);
  const seen = video ? ((video.length - begin) * frames + step / 2n) / step : 0n;
  const end = (seen * step) / frames;
  const heard = audio ? audio.length - begin : 0n;
  const longer = heard > end + (video ? PADDING : 0n);
  const pictures = longer ? (heard * frames + step - 1n) / step : seen;
  const length = (pictures * step) / frames;
  return {
    framerate,
    pictures,
    begin,
    near: begin <= NEAR && (!video || begin * frames * 2n < step),
    cut: heard > length,
    length,
    waits: longer && video !== undefined,
  };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
