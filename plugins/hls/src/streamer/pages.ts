import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { readRange } from './range';

/** Content type of playlists. */
export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

/** Content types of media, by the end of their names. */
export const MEDIA_TYPES = { ts: 'video/mp2t', m4s: 'video/iso.segment', mp4: 'video/mp4' } as const;

const FASTEST = constants.Z_BEST_SPEED;

type Fields = Readonly<Record<string, string>>;

/** Shorter playlists fit in one packet as they are. */
const WORTH_PACKING = 1200;

const packed = promisify(gzip);

/** Sends a playlist, packed where it is long and the client can unpack it. */
export async function sendText(response: ServerResponse, text: string, fields: Fields): Promise<void> {
  const isLong = text.length >= WORTH_PACKING;
  const packs = isLong && takesGzip(response.req.headers['accept-encoding']);
  const body = packs ? await packed(text, { level: FASTEST }) : Buffer.from(text);
  response.writeHead(200, {
    'Content-Type': PLAYLIST_TYPE,
    'Content-Length': body.length,
    'Cache-Control': 'no-cache',
    ...(isLong && { Vary: 'Accept-Encoding' }),
    ...(packs && { 'Content-Encoding': 'gzip' }),
    ...fields,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** Whether a client unpacks what gzip has packed (RFC 9110, 12.5.3). */
export function takesGzip(accepts: string | string[] | undefined): boolean {
  const weights = new Map(
    String(accepts ?? '')
      .toLowerCase()
      .split(',')
      .map((entry): [string, number] => {
        const [name = '', ...parameters] = entry.split(';').map((part) => part.trim());
        const weight = parameters.find((parameter) => parameter.startsWith('q='));
        return [name, weight === undefined ? 1 : Number(weight.slice(2))];
      }),
  );
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}

/** Sends bytes, or the stretch of them that was asked for. They are shared, never copied. */
export function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  fields: Fields,
): void {
  const range = readRange(request.headers.range, bytes.length);
  if (range === 'beyond') {
    response.writeHead(416, { 'Content-Range': `bytes */${String(bytes.length)}`, 'Content-Length': 0 });
    response.end();
    return;
  }
  const body = range ? bytes.subarray(range.first, range.last + 1) : bytes;
  response.writeHead(range ? 206 : 200, {
    ...fields,
    'Accept-Ranges': 'bytes',
    'Content-Length': body.length,
    ...(range && {
      'Content-Range': `bytes ${String(range.first)}-${String(range.last)}/${String(bytes.length)}`,
    }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
