import { kilobits, type Aim, type Settings } from './encoders';

/** What x264 can be tuned to. */
export const TUNES = [
  'zerolatency',
  'none',
  'film',
  'animation',
  'grain',
  'stillimage',
  'fastdecode',
] as const;

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
  'veryslow',
] as const;

/** Preset for live streams when none is chosen. */
export const USUAL_PRESET = 'veryfast';

/** What software alone can be told. */
export interface SoftwareValues {
  readonly tune?: (typeof TUNES)[number] | undefined;
  readonly preset?: (typeof PRESETS)[number] | undefined;
  readonly threads?: number | undefined;
}

/** x264 has two places for what its own command calls a tune. */
const PSYCHOVISUAL: ReadonlySet<string> = new Set(['film', 'animation', 'grain']);

/** Settings of `x264enc`: constant bit rate over about half a second. */
export function x264Settings(aim: Aim, { tune = 'zerolatency', preset, threads }: SoftwareValues): Settings {
  return {
    pass: 'cbr',
    bitrate: kilobits(aim.bitrate),
    'key-int-max': aim.keyframes,
    bframes: aim.bframes,
    'speed-preset': preset ?? USUAL_PRESET,
    ...(PSYCHOVISUAL.has(tune) ? { 'psy-tune': tune } : tune === 'none' ? {} : { tune }),
    ...(threads === undefined ? {} : { threads }),
  };
}
