import type { Properties } from './declaration';
import { QUERY_MARK } from './live-text';
import { mainText, type Choice } from './main-text';
import type { Variant } from './variant';

/** Version of the protocol that every player speaks which can play the streams. */
const VERSION = 3;
const MAP_VERSION = 6;

/** The playlist that players open: our own streams, and those of other components. */
export class MainPlaylist {
  /** @param playable - those of our own that can be played now. */
  constructor(
    private readonly properties: Properties,
    private readonly variants: ReadonlyMap<string, Variant>,
    private readonly playable: ReadonlySet<Variant>,
  ) {}

  /** Its text; where the URLs of our own streams end stands the `QUERY_MARK`. */
  text(): string {
    const own = [...this.variants].filter(([, variant]) => this.playable.has(variant));
    const version = own.some(([, { extension }]) => extension === 'm4s') ? MAP_VERSION : VERSION;
    const choices = own.map(([folder, variant]) => this.own(folder, variant));
    return mainText([...choices, ...this.properties.variant.map(other)], version);
  }

  /** Bits per second that a listener takes at most, as far as is known. */
  bitrate(): number {
    return Math.max(0, ...[...this.playable].map((variant) => variant.rates().mean));
  }

  private own(folder: string, variant: Variant): Choice {
    const url = this.properties['hls-url'] ?? '';
    const base = url === '' || url.endsWith('/') ? url : `${url}/`;
    const { peak, mean } = variant.rates();
    const said = folder === '' ? this.properties['stream-bitrate'] : undefined;
    return {
      uri: `${base}${folder}${this.properties['stream-playlist']}${QUERY_MARK}`,
      bandwidth: said ?? Math.max(peak, 1),
      average: said === undefined ? Math.max(mean, 1) : undefined,
      codecs: variant.media.codecs?.join(','),
      size: variant.media.size,
    };
  }
}

function other(variant: Properties['variant'][number]): Choice {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(variant.resolution ?? '') ?? [];
  const rate = variant.framerate;
  return {
    uri: variant.url,
    bandwidth: variant.bandwidth,
    average: variant['average-bandwidth'],
    codecs: variant.codecs,
    size: width === undefined ? undefined : { width: Number(width), height: Number(height) },
    rate: rate && rate[0] / rate[1],
  };
}
