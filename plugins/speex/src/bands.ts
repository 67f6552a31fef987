/** A mode of Speex: its sample rate in Hz, and the bit rates in bit/s between which it works. */
interface Band {
  readonly rate: number;
  readonly least: number;
  readonly most: number;
}

/** Narrow, wide and ultra-wide band. */
const BANDS: readonly Band[] = [
  { rate: 8000, least: 2150, most: 24_600 },
  { rate: 16_000, least: 3950, most: 42_200 },
  { rate: 32_000, least: 4150, most: 44_000 },
];

/** Sample rate without a bit rate: speech sounds natural. */
const USUAL_RATE = 16_000;
/** bit/s from which more treble is worth its bits. */
const WIDE_FROM = 8000;
const ULTRA_WIDE_FROM = 28_000;

/** Lowest and highest bit rate (bit/s) at a sample rate. */
export function bitrateRange(rate: number): readonly [number, number] {
  const band = BANDS.find((one) => one.rate === rate);
  return [band?.least ?? 0, band?.most ?? 0];
}

/** The sample rate in Hz that suits a bit rate in bit/s. */
export function rateFor(bitrate: number | undefined): number {
  if (bitrate === undefined) return USUAL_RATE;
  if (bitrate < WIDE_FROM) return 8000;
  return bitrate < ULTRA_WIDE_FROM ? 16_000 : 32_000;
}
