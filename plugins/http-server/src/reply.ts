import { randomBytes } from 'node:crypto';
import { contentType } from 'mime-types';
import type { OpenFile } from '@flumotion/core/plugin';
import { judge, lastModified, sameAsBefore, type RequestFields } from './conditions';
import { flvFrom } from './flv';
import { wantedRanges, type Range } from './ranges';

/** An answer to a request for a file: what goes before its body, and the body's parts in order. */
export interface Reply {
  readonly status: 200 | 206 | 304 | 412 | 416;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: readonly (Uint8Array | Range)[];
  /** From the first byte to the last one that is asked for; undefined without a body of the file's. */
  readonly range: Range | undefined;
}

/** What a reply is made of. */
export interface Asked {
  /** Path below the mount point, for the type of the file. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly fields: RequestFields;
  /** Whether the body is not sent, so that ranges have no meaning. */
  readonly headOnly: boolean;
}

const UNKNOWN = 'application/octet-stream';
/** Types by ending that the list of all types lacks or has in a form that players do not know. */
const TYPES: Readonly<Record<string, string>> = { ts: 'video/mp2t', m3u8: 'application/vnd.apple.mpegurl' };

/** Media type of a file by the ending of its name. */
export function typeOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (!name.includes('.')) return UNKNOWN;
  return (Object.hasOwn(TYPES, ending) ? TYPES[ending] : contentType(ending)) || UNKNOWN;
}

/** Works out the answer to a GET or HEAD request for a file that was found. */
export async function replyTo(file: OpenFile, { path, query, fields, headOnly }: Asked): Promise<Reply> {
  const modified = lastModified(file);
  const about = {
    ...(modified === undefined ? {} : { 'Last-Modified': modified }),
    ...(file.etag === undefined ? {} : { ETag: file.etag }),
    'Accept-Ranges': 'bytes',
  };
  const condition = judge(fields, file);
  if (condition === 'not-modified') return { status: 304, fields: about, body: [], range: undefined };
  if (condition === 'failed')
    return { status: 412, fields: { ...about, 'Content-Length': '0' }, body: [], range: undefined };
  const type = file.type ?? typeOf(path);
  const { range: header, 'if-range': ifRange } = fields;
  const ranges = headOnly || !sameAsBefore(ifRange, file) ? 'whole' : wantedRanges(header, file.size);
  if (ranges === 'none') {
    const refusal = { ...about, 'Content-Range': `bytes */${file.size}`, 'Content-Length': '0' };
    return { status: 416, fields: refusal, body: [], range: undefined };
  }
  if (ranges === 'whole') return whole(file, { ...about, 'Content-Type': type }, header, query);
  const [one, ...more] = ranges;
  if (one && more.length === 0) return part(file, { ...about, 'Content-Type': type }, one);
  return parts(file, about, type, ranges);
}

async function whole(
  file: OpenFile,
  fields: Readonly<Record<string, string>>,
  range: string | undefined,
  query: URLSearchParams,
): Promise<Reply> {
  const start = range === undefined && fields['Content-Type'] === 'video/x-flv' ? query.get('start') : null;
  const flv = start === null ? undefined : await flvFrom(file, start);
  const last = file.size - 1;
  if (flv) return reply(200, fields, [flv.head, { first: flv.from, last }]);
  return reply(200, fields, file.size > 0 ? [{ first: 0, last }] : []);
}

function part(file: OpenFile, fields: Readonly<Record<string, string>>, range: Range): Reply {
  return reply(206, { ...fields, 'Content-Range': contentRange(range, file.size) }, [range]);
}

/** Several ranges, as multipart/byteranges. */
function parts(
  file: OpenFile,
  fields: Readonly<Record<string, string>>,
  type: string,
  ranges: readonly Range[],
): Reply {
  const boundary = randomBytes(16).toString('hex');
  const body = ranges.flatMap((range, index): (Uint8Array | Range)[] => {
    const head = `--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(range, file.size)}\r\n\r\n`;
    return [Buffer.from(index === 0 ? head : `\r\n${head}`), range];
  });
  body.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return reply(206, { ...fields, 'Content-Type': `multipart/byteranges; boundary=${boundary}` }, body);
}

function reply(
  status: 200 | 206,
  fields: Readonly<Record<string, string>>,
  body: readonly (Uint8Array | Range)[],
): Reply {
  const ranges = body.filter((part) => 'first' in part);
  const [first, last] = [ranges[0], ranges.at(-1)];
  return {
    status,
    fields: { ...fields, 'Content-Length': String(body.reduce((sum, part) => sum + lengthOf(part), 0)) },
    body,
    range: first && last ? { first: first.first, last: last.last } : undefined,
  };
}

/** Bytes of a part of a body. */
export function lengthOf(part: Uint8Array | Range): number {
  return 'first' in part ? part.last - part.first + 1 : part.length;
}

function contentRange({ first, last }: Range, size: number): string {
  return `bytes ${first}-${last}/${size}`;
}
