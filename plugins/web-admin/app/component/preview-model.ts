/** How loud each channel of a sound is, dB below full scale. */
export interface Levels {
  readonly channels: readonly { readonly peak: number; readonly rms: number }[];
}

/** Quietest level that is shown, dB. */
const QUIET = -60;

/** Whether a feed can be seen or heard in a preview, by its caps; undefined when neither. */
export function mediumOf(caps: string): 'video' | 'audio' | undefined {
  if (/^(?:video|image)\//.test(caps)) return 'video';
  return caps.startsWith('audio/') ? 'audio' : undefined;
}

/** How much of a meter a level fills, 0 to 1. */
export function levelShare(decibels: number): number {
  return Math.min(1, Math.max(0, 1 - decibels / QUIET));
}
