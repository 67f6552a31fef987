import { pictureAt, pictureTime, type Fraction, type MediaInfo } from '@flumotion/core/plugin';
import type { Entry } from './entry';
import { SECOND } from './time';

/** Nanoseconds by which sound may be cut at the end: encoders pad it by as much. */
const PADDING = 100_000_000n;
/** Nanoseconds by which a time may lie behind a picture and still belong to it. */
const SLACK = 1000n;

/** What is fed, and in which steps. */
export interface Grid {
  /** Pictures a second; undefined when no pictures are fed. */
  readonly framerate?: Fraction;
  readonly audio: boolean;
}

/** What is known of a media file. */
export interface Reel {
  /** Nanoseconds from its beginning to its end; a whole number of pictures when it has some. */
  readonly length: bigint;
  /** It has pictures, and they are fed. */
  readonly video: boolean;
  /** It has sound, and that is fed. */
  readonly audio: boolean;
  /** The sound goes on behind the last picture, which has to stay. */
  readonly waits: boolean;
  /** The sound is a little longer than the pictures, and has to be cut there. */
  readonly cut: boolean;
}

/**
 * What is to be played of a file.
 * @throws Error in words for people when there is nothing.
 */
export function reelOf(info: MediaInfo, { framerate, audio }: Grid): Reel {
  const seen = framerate && info.video ? info.video.length : undefined;
  const heard = audio && info.audio ? info.audio.length : undefined;
  if (seen === undefined && heard === undefined) {
    const missing =
      info.missing.length === 0 ? '' : `, but ${info.missing.join(', ')}, which this machine cannot decode`;
    throw new Error(
      `it has no ${framerate ? (audio ? 'pictures and no sound' : 'pictures') : 'sound'}${missing}`,
    );
  }
  if (info.length === 0n) throw new Error('how long it is cannot be found out');
  const fed = { video: seen !== undefined, audio: heard !== undefined };
  if (seen === undefined || !framerate) return { ...fed, length: heard ?? 0n, waits: false, cut: false };
  const end = wholePictures(seen, framerate, 'nearest');
  const sound = heard ?? 0n;
  if (sound <= end + PADDING) return { ...fed, length: end, waits: false, cut: sound > end };
  return { ...fed, length: wholePictures(sound, framerate, 'up'), waits: true, cut: false };
}

/**
 * For how long an entry is played.
 * @throws Error in words for people when its offset lies behind the end.
 */
export function lengthOf(
  { offset, duration }: Pick<Entry, 'offset' | 'duration'>,
  reel: Reel,
  { framerate }: Grid,
): bigint {
  const rest = reel.length - offset;
  if (rest <= 0n) throw new Error(`its offset lies behind its end, which is at ${seconds(reel.length)} s`);
  const length = duration !== undefined && duration < rest ? duration : rest;
  if (!reel.video || !framerate) return length;
  const whole = wholePictures(length, framerate, 'nearest');
  return whole > 0n ? whole : wholePictures(1n, framerate, 'up');
}

/** The first time from `time` on at which something may begin: that of a picture when it has pictures. */
export function aligned(time: bigint, video: boolean, { framerate }: Grid): bigint {
  if (!video || !framerate) return time;
  const [frames, per] = framerate;
  // What was due before running time 0 is counted from earlier.
  const earlier = time < SLACK ? (SLACK - time) / (BigInt(per) * SECOND) + 1n : 0n;
  const number = pictureAt(time - SLACK + earlier * BigInt(per) * SECOND, framerate);
  return pictureTime(number - earlier * BigInt(frames), framerate);
}

function wholePictures(length: bigint, [frames, per]: Fraction, to: 'nearest' | 'up'): bigint {
  const step = BigInt(per) * SECOND;
  const more = to === 'up' ? step - 1n : step / 2n;
  const pictures = (length * BigInt(frames) + more) / step;
  return (pictures * step) / BigInt(frames);
}

function seconds(time: bigint): string {
  return String(Math.round(Number(time) / 1e7) / 100);
}
