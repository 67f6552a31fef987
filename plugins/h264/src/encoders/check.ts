import type { Implementation } from './implementations';

/** Values that both encoders have. */
export interface CommonValues {
  readonly implementation: Implementation;
  readonly 'keyframe-maxdistance': number;
  readonly bframes: number;
  readonly tune?: string | undefined;
  readonly preset?: string | undefined;
  readonly threads?: number | undefined;
}

/** Properties that only software has. */
const SOFTWARE_ONLY = ['tune', 'preset', 'threads'] as const;

/** What is wrong with values that do not go together; undefined when nothing is. */
export function checkCommon(values: CommonValues): string | undefined {
  const { implementation, bframes, tune = 'zerolatency', 'keyframe-maxdistance': keyframes } = values;
  const hardware = implementation !== 'auto' && implementation !== 'software';
  const stray = SOFTWARE_ONLY.find((name) => values[name] !== undefined);
  if (hardware && stray !== undefined) {
    return `${stray} is for encoding in software, not with ${implementation}; leave it out, or set implementation to auto or software`;
  }
  if (bframes >= keyframes) {
    return `bframes ${bframes} leaves no room between key frames ${keyframes} frames apart; lower it, or raise keyframe-maxdistance`;
  }
  if (!hardware && bframes > 0 && tune === 'zerolatency') {
    return `bframes ${bframes} holds pictures back, which tune zerolatency excludes; set tune to none, or leave bframes out`;
  }
  return undefined;
}
