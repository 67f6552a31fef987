import type { HasElement } from '@flumotion/core/plugin';

/** Elements that encode AAC-LC, the best sounding first. */
const FACTORIES = ['fdkaacenc', 'avenc_aac', 'voaacenc'] as const;

/** The element that encodes on a machine; where there is none, the one that is easiest to install. */
export function chooseEncoder(has: HasElement): string {
  return FACTORIES.find(has) ?? 'avenc_aac';
}

/** Sample rates that all of them take, in Hz. */
export const RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;

/** Most bits that a frame of 1024 samples may have for a channel. */
const FRAME_BITS = 6144;
const FRAME_SAMPLES = 1024;

/** Lowest and highest bit rate (bit/s) for a form of sound. */
export function bitrateRange(rate: number, channels: number): readonly [least: number, most: number] {
  const most = Math.floor((FRAME_BITS * rate * channels) / FRAME_SAMPLES);
  return [8000 * channels, Math.min(most, 160_000 * channels)];
}
