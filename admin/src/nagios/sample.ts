import { createDecipheriv } from 'node:crypto';
import { readPlaylist } from '@flumotion/core/cli';

/** Largest sample, bytes. */
const MAX_SAMPLE = 64 * 1024 * 1024;
/** Largest playlist, bytes. */
const MAX_LIST = 1024 * 1024;
/** Lists that lead to further lists, at most. */
const MAX_LISTS = 4;

/** A part of a stream. */
export interface Sample {
  readonly bytes: Buffer;
  /** Where it came from at last. */
  readonly url: string;
  /** Seconds until its first byte, and for all of it. */
  readonly firstByte: number;
  readonly seconds: number;
  /** Why it is shorter than wanted. */
  readonly cut?: string;
}

/** A server that answers otherwise than with a stream. */
export class StreamFailure extends Error {
  constructor(
    text: string,
    /** HTTP status, where there was an answer. */
    readonly status: number | undefined,
    /** Whether it is a segment of a playlist that is missing. */
    readonly segment: boolean,
  ) {
    super(text);
  }
}

/** How a sample is taken. */
export interface SampleWish {
  /** Seconds of a stream. */
  readonly seconds: number;
  /** Longest wait in seconds. */
  readonly timeout: number;
  /** The address is one of a playlist, whatever it is called. */
  readonly playlist: boolean;
}

/** Takes a part of a stream; of a playlist the last address in it, of HLS the last segment. @throws StreamFailure */
export async function takeSample(url: URL, wish: SampleWish): Promise<Sample> {
  const signal = AbortSignal.timeout(wish.timeout * 1000);
  const taker = new Taker(wish, signal);
  return taker.take(url, wish.playlist ? 'list' : 'unknown');
}

class Taker {
  private lists = 0;
  private readonly begin = performance.now();
  private cookies = '';

  constructor(
    private readonly wish: SampleWish,
    private readonly signal: AbortSignal,
  ) {}

  async take(url: URL, kind: 'list' | 'unknown'): Promise<Sample> {
    const response = await this.fetch(url, false);
    const type = response.headers.get('content-type') ?? '';
    const isList =
      kind === 'list' || /\.(m3u8?|asx)$/i.test(url.pathname) || /mpegurl|ms-asf.*asx|x-ms-asx/i.test(type);
    if (!isList) return this.read(response, url);
    if (++this.lists > MAX_LISTS)
      throw new StreamFailure(`${url.href} leads from list to list`, undefined, false);
    const text = (await readUpTo(response, MAX_LIST, Infinity)).bytes.toString('utf8');
    if (/^#EXT-X-/m.test(text)) return this.hls(text, new URL(response.url));
    const last = lastAddress(text);
    if (last === undefined)
      throw new StreamFailure(`${url.href} is a playlist without an address`, 200, false);
    return this.take(new URL(last, response.url), 'unknown');
  }

  private async hls(text: string, url: URL): Promise<Sample> {
    const list = readPlaylist(text);
    if ('variants' in list) {
      const variant = list.variants.at(-1);
      if (variant === undefined) throw new StreamFailure(`${url.href} lists nothing`, 200, false);
      return this.take(new URL(variant, url), 'list');
    }
    const segment = list.segments.filter(({ gap }) => !gap).at(-1);
    if (!segment) throw new StreamFailure(`${url.href} has no segment yet`, 200, false);
    const { map, key, range, uri } = segment;
    const parts = [
      ...(map ? [await this.part(new URL(map.uri, url), map.range)] : []),
      await this.part(new URL(uri, url), range),
    ];
    const firstByte = this.elapsed();
    let bytes = Buffer.concat(parts);
    if (key?.method === 'AES-128' && key.uri !== undefined && !map) {
      const secret = await this.part(new URL(key.uri, url), undefined);
      const number = Buffer.alloc(16);
      number.writeUInt32BE(list.sequence + list.segments.indexOf(segment), 12);
      const decipher = createDecipheriv('aes-128-cbc', secret, key.iv ?? number);
      bytes = Buffer.concat([decipher.update(bytes), decipher.final()]);
    }
    return { bytes, url: new URL(uri, url).href, firstByte, seconds: this.elapsed() };
  }

  private async part(url: URL, range: { length: number; offset: number } | undefined): Promise<Buffer> {
    const headers = range && { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` };
    const { bytes } = await readUpTo(await this.fetch(url, true, headers), MAX_SAMPLE, Infinity);
    return bytes;
  }

  private async read(response: Response, url: URL): Promise<Sample> {
    const { bytes, firstByte } = await readUpTo(response, MAX_SAMPLE, this.wish.seconds, this.begin);
    if (bytes.length === 0) throw new StreamFailure(`${url.href} sent nothing`, response.status, false);
    const cut = this.signal.aborted ? `time ran out after ${this.wish.timeout} s` : undefined;
    return {
      ...{ bytes, firstByte, url: response.url, seconds: this.elapsed() },
      ...(cut !== undefined && { cut }),
    };
  }

  private async fetch(url: URL, segment: boolean, headers: Record<string, string> = {}): Promise<Response> {
    if (!/^https?:$/.test(url.protocol))
      throw new StreamFailure(`${url.href} is no address of HTTP`, undefined, false);
    const bare = new URL(url);
    [bare.username, bare.password] = ['', ''];
    const login =
      url.username === ''
        ? undefined
        : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    let response: Response;
    try {
      response = await fetch(bare, {
        signal: this.signal,
        headers: {
          ...headers,
          ...(this.cookies !== '' && { Cookie: this.cookies }),
          ...(login !== undefined && { Authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
        },
      });
    } catch (error) {
      const { cause } = error as { cause?: { code?: string; message?: string } };
      const reason = this.signal.aborted
        ? `no answer within ${this.wish.timeout} s`
        : (cause?.code ?? cause?.message ?? (error as Error).message);
      throw new StreamFailure(`${bare.href} cannot be reached: ${reason}`, undefined, segment);
    }
    const fresh = response.headers.getSetCookie().map((cookie) => cookie.replace(/;.*$/s, ''));
    this.cookies = [this.cookies, ...fresh].filter((cookie) => cookie !== '').join('; ');
    if (response.ok) return response;
    await response.body?.cancel().catch(() => undefined);
    throw new StreamFailure(`${bare.href} answered HTTP status ${response.status}`, response.status, segment);
  }

  /** Seconds since the beginning. */
  private elapsed(): number {
    return (performance.now() - this.begin) / 1000;
  }
}

/** Reads a body until it ends, is large enough, has come for so many seconds, or time has run out. */
async function readUpTo(
  response: Response,
  most: number,
  seconds: number,
  begin = performance.now(),
): Promise<{ readonly bytes: Buffer; readonly firstByte: number }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let first: number | undefined;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const piece = await reader?.read();
      if (!piece || piece.done) break;
      first ??= performance.now();
      chunks.push(piece.value);
      size += piece.value.length;
      if (size >= most || performance.now() - first >= seconds * 1000) break;
    }
  } catch {
    // Time has run out, or the server broke off: what has come is judged.
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
  return { bytes: Buffer.concat(chunks), firstByte: ((first ?? performance.now()) - begin) / 1000 };
}

/** The last address in a list of the kinds M3U and ASX. */
function lastAddress(text: string): string | undefined {
  const references = [...text.matchAll(/<ref\s[^>]*href\s*=\s*["']([^"']+)["']/gi)].map(([, href]) => href);
  if (references.length > 0) return references.at(-1);
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .at(-1);
}
