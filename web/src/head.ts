/** Most bytes of a request's head. */
export const MAX_HEAD = 8192;
/** Most header fields of a request. */
export const MAX_FIELDS = 100;

/** Path of a request, always of OPTIONS, that asks what the server can do, whatever the path (RFC 9110, 9.3.7). */
export const OF_THE_SERVER = '*';

/** The head of an HTTP request. */
export interface RequestHead {
  readonly method: string;
  /** As it stands in the request line. */
  readonly target: string;
  /** Path asked for, percent-decoded, without the query; `*` in a request of OPTIONS to the server as a whole. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly version: '1.0' | '1.1';
  /** Values by lower-case name; those of a repeated field joined by commas, as RFC 9110 (5.2) says. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Why a head cannot be answered, as the status to answer with. */
export interface BadHead {
  readonly status: 400 | 414 | 431 | 505;
  readonly reason: string;
}

/** Most bytes of the URL in a request. */
const MAX_TARGET = 4096;

const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\x21-\x7e]+) HTTP\/(\d)\.(\d)$/;
/** Fields that two readers could understand in two ways when they are given twice. */
const SINGLE = new Set(['host', 'content-length', 'transfer-encoding', 'authorization', 'content-type']);
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Where a head ends in what has arrived: the length with its empty line, 0 when it is not whole yet.
 * @param text - bytes as latin1.
 */
export function headLength(text: string): number {
  const end = /\r?\n\r?\n/.exec(text);
  return end ? end.index + end[0].length : 0;
}

/** Reads a whole head. Strict: a doubtful head is refused, never guessed at. */
export function parseHead(text: string): RequestHead | BadHead {
  const [first = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const line = REQUEST_LINE.exec(first);
  if (!line) return { status: 400, reason: 'the first line is no HTTP request' };
  const [, method = '', target = '', major, minor = '0'] = line;
  if (target.length > MAX_TARGET)
    return { status: 414, reason: `the URL is longer than ${MAX_TARGET} bytes` };
  if (major !== '1') return { status: 505, reason: 'only HTTP/1.0 and HTTP/1.1 are spoken here' };
  if (lines.length > MAX_FIELDS) return { status: 431, reason: `more than ${MAX_FIELDS} header fields` };
  const fields = new Map<string, string>();
  for (const item of lines) {
    const colon = item.indexOf(':');
    const name = item.slice(0, Math.max(0, colon)).toLowerCase();
    const value = item.slice(colon + 1).trim();
    if (!NAME.test(name) || !VALUE.test(value))
      return { status: 400, reason: 'a header field has no valid form' };
    const before = fields.get(name);
    if (before !== undefined && SINGLE.has(name))
      return { status: 400, reason: `the field ${name} is given twice` };
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  if (fields.has('content-length') && fields.has('transfer-encoding'))
    return { status: 400, reason: 'the body has both a length and an encoding of its transfer' };
  const version = minor === '0' ? '1.0' : '1.1';
  if (version === '1.1' && !fields.has('host')) return { status: 400, reason: 'the Host field is missing' };
  const where =
    method === 'OPTIONS' && target === OF_THE_SERVER
      ? { path: OF_THE_SERVER, query: new URLSearchParams() }
      : locate(target);
  return where
    ? { method, target, version, fields, ...where }
    : { status: 400, reason: 'the path has no valid form' };
}

/** Path and query of a target in origin or absolute form. */
function locate(target: string): Pick<RequestHead, 'path' | 'query'> | undefined {
  const relative = target.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  if (!relative.startsWith('/') && !relative.startsWith('?')) return undefined;
  const mark = relative.indexOf('?');
  const path = mark < 0 ? relative : relative.slice(0, mark);
  try {
    return {
      path: decodeURIComponent(path) || '/',
      query: new URLSearchParams(mark < 0 ? '' : relative.slice(mark)),
    };
  } catch {
    return undefined;
  }
}
