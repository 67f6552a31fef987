import { kilobits, type Aim, type Settings } from '@flumotion/plugin-h264/encoders';

/** What x265 can be tuned to. */
export const TUNES = ['zerolatency', 'none', 'grain', 'animation', 'fastdecode'] as const;

/** Trade between work and quality, from little work on. */
export const PRESETS = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
  'slower',
] as const;

/** What software alone can be told. */
export interface SoftwareValues {
  readonly tune?: (typeof TUNES)[number] | undefined;
  readonly preset?: (typeof PRESETS)[number] | undefined;
  readonly threads?: number | undefined;
}

/** Settings of `x265enc`. Limits beside the rate (vbv-maxrate) are left out: they could not follow a live change of it. */
export function x265Settings(
  aim: Aim,
  { tune = 'zerolatency', preset = 'ultrafast', threads }: SoftwareValues,
): Settings {
  const options = [
    `bframes=${aim.bframes}`,
    // Otherwise pictures may refer to some before a key frame, where listeners have not been yet.
    'open-gop=0',
    ...(threads === undefined ? [] : [`pools=${threads}`]),
  ];
  return {
    bitrate: kilobits(aim.bitrate),
    'key-int-max': aim.keyframes,
    'speed-preset': preset,
    tune: tune === 'none' ? 'No tunning' : tune,
    'option-string': options.join(':'),
  };
}
