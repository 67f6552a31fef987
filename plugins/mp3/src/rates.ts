/** Bit rates in bit/s that MPEG-1 layer 3 has, for 32000 Hz and more. */
const HIGH = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
/** Those of MPEG-2, for less. */
const LOW = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Sample rates of MP3 in Hz. */
export const SAMPLE_RATES = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;

/** Bit rates in bit/s that MP3 has at a sample rate. */
export function bitrates(samplerate: number): readonly number[] {
  return (samplerate >= 32_000 ? HIGH : LOW).map((kilobits) => kilobits * 1000);
}
