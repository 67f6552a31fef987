import { definePlug, type PageAnswer } from '@flumotion/core/plugin';

/** Rates below this carry sound alone; a player that began there would show no picture. */
const SOUND_ONLY = 96_000;
/** Rates that tablets and all others begin with, in bits per second. */
const TABLET = 600_000;
const OTHERS = 200_000;

/** One variant of a stream. */
export interface Variant {
  readonly 'stream-url': string;
  readonly bitrate: number;
  readonly codecs?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** Answers with a playlist of the variants of one stream, the best to begin with first. */
export const multibitratePlaylist = definePlug(
  {
    type: 'multibitrate-playlist-plug',
    socket: 'pages',
    description: 'Offers an HLS playlist of one stream at several bit rates, the best for each client first.',
    properties: {
      'playlist-name': {
        type: 'string',
        default: 'main.m3u8',
        description: 'Name of the playlist, below the mount point.',
      },
      'target-bitrate': {
        type: 'int',
        min: 0,
        unit: 'bit/s',
        live: true,
        description:
          'Rate to begin with: the nearest is listed first. When left out, 600 kbit/s for an iPad and 200 kbit/s for others.',
      },
      'playlist-entry': {
        type: 'compound',
        multiple: true,
        description: 'A variant of the stream.',
        properties: {
          'stream-url': {
            type: 'string',
            required: true,
            description: "URL of the variant's own playlist, absolute or relative to this one.",
          },
          bitrate: {
            type: 'int',
            required: true,
            min: 1,
            unit: 'bit/s',
            description: 'Its highest rate.',
          },
          codecs: { type: 'string', description: 'Its codecs, as avc1.42e01e,mp4a.40.2.' },
          width: { type: 'int', min: 1, unit: 'px', description: 'Width of its picture.' },
          height: { type: 'int', min: 1, unit: 'px', description: 'Height of its picture.' },
        },
      },
    },
  },
  {
    check({ 'playlist-name': name, 'playlist-entry': entries }) {
      if (!/^[^/\\?#%\s.][^/\\?#%\s]*$/.test(name))
        return `playlist-name ${JSON.stringify(name)} is no plain name; expected one such as main.m3u8`;
      if (entries.length === 0)
        return 'there is no playlist-entry; expected at least one variant of the stream';
      for (const { 'stream-url': url, codecs, width, height } of entries) {
        if (/[\s\x00-\x1f"<>\\^`{|}]/.test(url) || url === '' || url.startsWith('#'))
          return `stream-url ${JSON.stringify(url)} is no URL; expected one such as http://example.org/low/stream.m3u8`;
        if (codecs !== undefined && !/^[\w.,-]+$/.test(codecs))
          return `codecs ${JSON.stringify(codecs)} are none; expected a list such as avc1.42e01e,mp4a.40.2`;
        if ((width === undefined) !== (height === undefined))
          return `the variant ${url} has only one of width and height; give both or none`;
      }
      return undefined;
    },

    page({ properties }, { path, fields }): PageAnswer | undefined {
      if (path !== properties['playlist-name']) return undefined;
      const tablet = /\bipad\b/i.test(fields.get('user-agent') ?? '');
      const target = properties['target-bitrate'] ?? (tablet ? TABLET : OTHERS);
      return {
        status: 200,
        fields: {
          'Content-Type': 'application/vnd.apple.mpegurl',
          'Cache-Control': 'no-cache',
          Vary: 'User-Agent',
        },
        body: playlist(inOrder(properties['playlist-entry'], target)),
      };
    },
  },
);

/** The variants, nearest to a rate first; those of sound alone come last if they would begin. */
export function inOrder(variants: readonly Variant[], target: number): readonly Variant[] {
  const sorted = [...variants].sort((a, b) => Math.abs(a.bitrate - target) - Math.abs(b.bitrate - target));
  const begin = sorted.findIndex(({ bitrate }) => bitrate >= SOUND_ONLY);
  return begin <= 0 ? sorted : [...sorted.slice(begin), ...sorted.slice(0, begin)];
}

function playlist(variants: readonly Variant[]): string {
  const lines = variants.flatMap(({ 'stream-url': url, bitrate, codecs, width, height }) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${bitrate}${codecs === undefined ? '' : `,CODECS="${codecs}"`}${
      width === undefined || height === undefined ? '' : `,RESOLUTION=${width}x${height}`
    }`,
    url,
  ]);
  return `${['#EXTM3U', ...lines].join('\n')}\n`;
}
