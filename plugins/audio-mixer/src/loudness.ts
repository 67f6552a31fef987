import { MAX_VOLUME } from './declaration';

/** Settings that say how loud something is. */
export interface Loudness {
  readonly volume: number;
  readonly gain: number;
  readonly mute?: boolean;
}

/** Factor for a gain in dB. */
export function factor(gain: number): number {
  return 10 ** (gain / 20);
}

/** Factor for volume, gain and mute together, and for what ducking takes away in dB. */
export function loudness({ volume, gain, mute = false }: Loudness, duck = 0): number {
  return mute ? 0 : Math.min(MAX_VOLUME, volume * factor(gain) * factor(duck));
}

/** What is wrong with volume and gain together; undefined when they can be had. */
export function tooLoud(what: string, settings: Loudness): string | undefined {
  const together = settings.volume * factor(settings.gain);
  if (together <= MAX_VOLUME * 1.0001) return undefined;
  const most = String(20 * Math.log10(MAX_VOLUME));
  return `volume and gain of ${what} make ${(20 * Math.log10(together)).toFixed(1)} dB together; at most ${most} dB can be had`;
}
