import type { Settings } from './properties';

/** What is wanted of any encoder. */
export interface Aim {
  /** bit/s. */
  readonly bitrate: number;
  /** Largest distance of keyframes, in pictures. */
  readonly keyframes: number;
  /** Pictures between two reference pictures that need both; 0 for none. */
  readonly bframes: number;
}

/** bit/s as the kbit/s that elements count in; never 0, which leaves the choice to the driver. */
export function kilobits(bitrate: number): number {
  return Math.max(1, Math.round(bitrate / 1000));
}

/** By the beginning of the factory's name, the longer first. Names and units as in GStreamer 1.20 to 1.24. */
const SETTINGS: readonly (readonly [string, (aim: Aim) => Settings])[] = [
  [
    'nv',
    ({ bitrate, keyframes, bframes }) => ({
      'rc-mode': 'cbr',
      bitrate: kilobits(bitrate),
      'gop-size': keyframes,
      preset: 'low-latency-hq',
      zerolatency: bframes === 0,
      ...(bframes === 0 ? {} : { bframes }),
    }),
  ],
  [
    'vaapi',
    ({ bitrate, keyframes, bframes }) => ({
      'rate-control': 'cbr',
      bitrate: kilobits(bitrate),
      'keyframe-period': keyframes,
      'max-bframes': bframes,
    }),
  ],
  [
    'va',
    ({ bitrate, keyframes, bframes }) => ({
      'rate-control': 'cbr',
      bitrate: kilobits(bitrate),
      'key-int-max': keyframes,
      'b-frames': bframes,
    }),
  ],
  [
    'qsv',
    ({ bitrate, keyframes, bframes }) => ({
      'rate-control': 'cbr',
      bitrate: kilobits(bitrate),
      'gop-size': keyframes,
      'b-frames': bframes,
      'low-latency': bframes === 0,
    }),
  ],
  [
    'v4l2',
    ({ bitrate, keyframes, bframes }) => ({
      'extra-controls':
        `controls,video_bitrate_mode=1,video_bitrate=${bitrate},video_gop_size=${keyframes},` +
        `video_b_frames=${bframes},repeat_sequence_header=1`,
    }),
  ],
];

/** Settings of a hardware element for an aim: constant bit rate, no delay. @throws Error for an unknown element. */
export function hardwareSettings(factory: string, aim: Aim): Settings {
  const found = SETTINGS.find(([start]) => factory.startsWith(start));
  if (!found) throw new Error(`${factory} is no hardware encoder that is known here`);
  return found[1](aim);
}
