/** How loud each channel of a sound is, dB below full scale. */
export interface Levels {
  readonly channels: readonly { readonly peak: number; readonly rms: number }[];
}

/** What a preview can show of a feed. */
export interface Shown {
  readonly picture: boolean;
  readonly sound: boolean;
}

/** Quietest level that is shown, dB. */
const QUIET = -60;

/** Media of pictures alone. */
const SILENT = /^(?:image\/|video\/x-(?:raw|theora|vp8|vp9|av1|h263|h264|h265|dirac|dv)\b)/;
/** Media that can have both: only the feed itself knows. */
const MUXED = /^(?:video\/|application\/(?:ogg|mxf|x-rtp)\b)/;

/** What can be seen and heard of a feed in a preview, by its caps. */
export function shownOf(caps: string): Shown {
  if (caps.startsWith('audio/')) return { picture: false, sound: true };
  if (SILENT.test(caps)) return { picture: true, sound: false };
  const muxed = MUXED.test(caps);
  return { picture: muxed, sound: muxed };
}

/** How much of a meter a level fills, 0 to 1. */
export function levelShare(decibels: number): number {
  return Math.min(1, Math.max(0, 1 - decibels / QUIET));
}
