/**
 * How an eater is doing.
 * @example
 * ```ts
 * const idle = (flows: readonly EaterFlow[]): string[] => flows.filter((one) => !one.connected).map(({ alias }) => alias);
 * ```
 */
export interface EaterFlow {
  /** Name of the eater; `name:alias` where it takes several feeds. */
  readonly alias: string;
  /** Whether the connection to the feed stands; whether data come shows only in `buffers`. */
  readonly connected: boolean;
  /** Buffers that came in since the component started. One that was fed gives more from look to look. */
  readonly buffers: number;
  /** Caps of the feed in GStreamer's notation; undefined until they are known. */
  readonly caps: string | undefined;
}
