/** Sample rates in Hz, and the bit rates in bit/s between which libvorbis 1.3 encodes them. */
interface Limits {
  readonly rates: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Measured with libvorbis 1.3.7, rounded to the safe side. */
const MONO: readonly Limits[] = [
  { rates: [8000], from: 8000, to: 41_000 },
  { rates: [11_025, 12_000], from: 12_000, to: 49_000 },
  { rates: [16_000], from: 16_000, to: 99_000 },
  { rates: [22_050, 24_000], from: 16_000, to: 89_000 },
  { rates: [32_000], from: 30_000, to: 189_000 },
  { rates: [44_100, 48_000], from: 32_000, to: 239_000 },
];
const STEREO: readonly Limits[] = [
  { rates: [8000], from: 12_000, to: 83_000 },
  { rates: [11_025, 12_000], from: 16_000, to: 99_000 },
  { rates: [16_000], from: 24_000, to: 199_000 },
  { rates: [22_050, 24_000], from: 30_000, to: 179_000 },
  { rates: [32_000], from: 36_500, to: 250_000 },
  { rates: [44_100, 48_000], from: 45_000, to: 250_000 },
];
/** Rates that are encoded by quality only. */
const HIGH_RATES = [88_200, 96_000];

/** Channels beyond two are encoded each by itself. */
function limitsFor(channels: number): readonly Limits[] {
  if (channels === 2) return STEREO;
  return MONO.map(({ rates, from, to }) => ({ rates, from: from * channels, to: to * channels }));
}

/**
 * The sample rates (Hz, ascending) that can be encoded at a bit rate, none when it is too low or too high; all of them
 * without a bit rate.
 * @param bitrate bit/s for all channels together.
 */
export function affordableRates(channels: number, bitrate: number | undefined): readonly number[] {
  if (bitrate === undefined) return [...MONO.flatMap(({ rates }) => rates), ...HIGH_RATES];
  return limitsFor(channels)
    .filter(({ from, to }) => bitrate >= from && bitrate <= to)
    .flatMap(({ rates }) => rates);
}

/** Lowest and highest bit rate (bit/s) for a number of channels. */
export function bitrateRange(channels: number): readonly [number, number] {
  const limits = limitsFor(channels);
  return [Math.min(...limits.map(({ from }) => from)), Math.max(...limits.map(({ to }) => to))];
}
