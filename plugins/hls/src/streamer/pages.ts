import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRange } from './range';

/** Content type of playlists. */
export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

/** Content types of media, by the end of their names. */
export const MEDIA_TYPES = { ts: 'video/mp2t', m4s: 'video/iso.segment', mp4: 'video/mp4' } as const;

type Fields = Readonly<Record<string, string>>;

/** Sends a playlist. */
export function sendText(response: ServerResponse, text: string, fields: Fields): void {
  const body = Buffer.from(text);
  response.writeHead(200, {
    'Content-Type': PLAYLIST_TYPE,
    'Content-Length': body.length,
    'Cache-Control': 'no-cache',
    ...fields,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
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
