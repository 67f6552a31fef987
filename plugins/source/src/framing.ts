import type { RequestHead } from '@flumotion/web';
import { ChunkedBody, PlainBody, type BodyReader } from './body';

/** How a body comes. */
export interface Framing {
  readonly body: BodyReader;
  /** The client waits to be told to go on before it sends. */
  readonly waits: boolean;
}

/** Why a body cannot be taken. */
export interface BadFraming {
  readonly status: 400 | 417 | 501;
  readonly reason: string;
}

/**
 * Tells how the body of a request comes. One without a length lasts until the connection ends, as clients of Icecast
 * send it, in HTTP/1.1 too. A head with both a length and an encoding of transfer is refused before it comes here.
 */
export function framingOf({ fields, version, method }: RequestHead): Framing | BadFraming {
  const [encoding, length, expect] = ['transfer-encoding', 'content-length', 'expect'].map((name) =>
    fields.get(name)?.toLowerCase(),
  );
  if (expect !== undefined && expect !== '100-continue')
    return { status: 417, reason: 'the only thing that can be expected here is 100-continue' };
  const waits = expect !== undefined && version === '1.1' && method !== 'SOURCE';
  if (encoding !== undefined) {
    if (version === '1.0') return { status: 400, reason: 'HTTP/1.0 has no encodings of transfer' };
    if (encoding !== 'chunked')
      return { status: 501, reason: 'the only encoding of transfer here is chunked' };
    return { body: new ChunkedBody(), waits };
  }
  if (length === undefined) return { body: new PlainBody(Infinity), waits };
  if (!/^\d{1,15}$/.test(length)) return { status: 400, reason: 'the length of the body is no number' };
  return { body: new PlainBody(Number(length)), waits };
}
