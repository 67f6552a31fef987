/**
 * A page that plays a stream, for a server of files.
 * @module
 */
import { definePlug, type PageAnswer, type PageRequest } from '@flumotion/core/plugin';
import { answerAsset, namesBeside, pagePolicy, playerPage, sharedAssets } from '@flumotion/player-page';

/** Folder of the page's scripts, below the mount point. */
const ASSETS = 'player/';

interface Values {
  readonly width: number;
  readonly height: number;
  readonly index: string;
  readonly 'stream-url': string;
  readonly 'mime-type': string;
  readonly codecs: string;
  readonly title: string;
}

export default definePlug(
  {
    type: 'component-html5',
    socket: 'pages',
    description: 'Serves a page that plays a stream.',
    properties: {
      width: {
        type: 'int',
        required: true,
        min: 1,
        max: 16_384,
        unit: 'pixels',
        description: 'Width of the picture.',
      },
      height: {
        type: 'int',
        required: true,
        min: 1,
        max: 16_384,
        unit: 'pixels',
        description: 'Height of the picture.',
      },
      index: {
        type: 'string',
        default: 'index.html',
        description: 'Name of the page below the mount point; it is at the mount point itself too.',
      },
      'stream-url': { type: 'string', required: true, description: 'URL of the stream that is played.' },
      'mime-type': {
        type: 'string',
        required: true,
        description: 'Content type of the stream, as video/webm.',
      },
      codecs: {
        type: 'string',
        required: true,
        description: 'Codecs of the stream with commas between them, as vp8,vorbis.',
      },
      title: {
        type: 'string',
        default: 'Live stream',
        description: 'What is on the stream, over the player.',
      },
    },
  },
  {
    check({ 'stream-url': stream, 'mime-type': type, index }) {
      if (!/^https?:\/\/[^\s"'<>;,]+$/.test(stream) || !URL.canParse(stream))
        return `stream-url ${JSON.stringify(stream)} is no URL; expected one such as http://example.org:8800/live.webm`;
      if (!/^[\w.+-]+\/[\w.+-]+$/.test(type))
        return `mime-type ${JSON.stringify(type)} is no content type; expected one such as video/webm`;
      if (!/^[^/?#\s]+$/.test(index))
        return `index ${JSON.stringify(index)} is no name of a page; expected one such as index.html`;
      return undefined;
    },

    async page({ properties }, request): Promise<PageAnswer | undefined> {
      if (request.path.startsWith(ASSETS))
        return answerAsset(request.path.slice(ASSETS.length), request.fields);
      return request.path === '' || request.path === properties.index ? page(properties, request) : undefined;
    },
  },
);

function page(properties: Values, { base, query }: PageRequest): PageAnswer {
  const embedded = query.has('embed');
  const stream = new URL(properties['stream-url']);
  const state = new URL(stream);
  state.pathname = namesBeside(stream.pathname).state;
  // The page may be asked for with and without a slash at the end, so nothing in it is relative to that.
  const { pathname } = new URL(base);
  const html = playerPage(
    {
      name: properties.title,
      stream: stream.href,
      state: state.href,
      page: `${pathname}${encodeURIComponent(properties.index)}`,
      assets: `${pathname}${ASSETS}${sharedAssets().hash}/`,
      contentType: properties['mime-type'],
      codecs: properties.codecs
        .split(',')
        .map((codec) => codec.trim())
        .filter((codec) => codec !== ''),
      width: properties.width,
      height: properties.height,
    },
    embedded,
  );
  const fields = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': pagePolicy([stream.origin], embedded),
    'Cache-Control': 'no-cache',
  };
  return { status: 200, fields, body: html };
}
