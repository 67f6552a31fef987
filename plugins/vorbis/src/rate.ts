/** Sample rates a stream may have, in Hz. */
const STANDARD_RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000];

/** Bit rate (bit/s, for mono) from which a sample rate (Hz) can be afforded, best first. */
const MONO = [
  [32_000, 50_000],
  [24_000, 40_000],
  [16_000, 26_000],
  [12_000, 15_000],
  [8000, 9000],
] as const;
/** The same for two channels. */
const STEREO = [
  [45_000, 50_000],
  [40_000, 40_000],
  [30_000, 26_000],
  [24_000, 19_000],
  [16_000, 15_000],
  [12_000, 9000],
] as const;

/**
 * The sample rates (Hz, ascending) that libvorbis encodes at a bit rate; all of them when there is none. At a bit rate
 * below the smallest that is known the lowest rate is left, and the encoder has the last word.
 * @param bitrate bit/s for all channels together.
 */
export function affordableRates(channels: number, bitrate: number | undefined): readonly number[] {
  if (bitrate === undefined) return STANDARD_RATES;
  const table = channels === 1 ? MONO : STEREO;
  const share = channels <= 2 ? bitrate : (bitrate * 2) / channels;
  const limit = table.find(([needed]) => share >= needed)?.[1] ?? 0;
  const rates = STANDARD_RATES.filter((rate) => rate <= limit);
  return rates.length > 0 ? rates : STANDARD_RATES.slice(0, 1);
}
