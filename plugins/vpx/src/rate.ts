/** bit/s when neither a bit rate nor a quality is given. */
export const USUAL_BITRATE = 400_000;
/** bit/s that a quality alone never reaches: the quality decides. */
const NO_LIMIT = 100_000_000;
/** The codecs count quantizers the other way: 0 is best. */
const WORST = 63;

/** A rate below this is no rate for pictures: planets of the original have 400 where they mean 400 kbit/s. */
const LEAST = 1000;

/** A bit rate that is so small that it counts kbit/s, in bit/s; undefined for any other. */
export function keptInKilobits(bitrate: number | undefined): number | undefined {
  return bitrate !== undefined && bitrate < LEAST ? bitrate * 1000 : undefined;
}

/** What decides over the size of the pictures. */
export interface Rate {
  readonly bitrate?: number | undefined;
  readonly quality?: number | undefined;
}

/** Settings of the encoder element: constant bit rate, or constant quality of at most that rate. */
export function rateSettings({ bitrate: given, quality }: Rate): Readonly<Record<string, string | number>> {
  const bitrate = keptInKilobits(given) ?? given;
  if (quality === undefined) return { 'end-usage': 'cbr', 'target-bitrate': bitrate ?? USUAL_BITRATE };
  const level = WORST - quality;
  // Below the level no picture may be made better, or the codec spends the whole rate.
  return {
    'end-usage': 'cq',
    'cq-level': level,
    'min-quantizer': level,
    'target-bitrate': bitrate ?? NO_LIMIT,
  };
}
