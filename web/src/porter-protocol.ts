/** A path that a streamer serves. */
export interface ServedPath {
  /** With a leading slash, percent-decoded. */
  readonly path: string;
  /** Also every path that begins with it; the longest such one wins, and an exact one before all. */
  readonly prefix: boolean;
}

/** First line of a streamer: who it is and what it serves. */
export interface Hello {
  readonly hello: 1;
  /** Full id of the component, `/flow/component`. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly serves: readonly ServedPath[];
}

/** Where the porter listens, for the URLs that are shown. */
export interface PublicPlace {
  readonly port: number;
  /** Address or name; undefined when the porter was told none. */
  readonly host?: string | undefined;
  readonly secure: boolean;
}

/** A connection that goes with its line. */
export interface HandedClient {
  /** Number, to be said back in `taken`. */
  readonly client: number;
  /** Address of the client. */
  readonly address: string;
  readonly secure: boolean;
  /** What has been read of it already, base64. */
  readonly data: string;
}

/** What a porter says. */
export type PorterLine = { readonly welcome: PublicPlace } | { readonly refused: string } | HandedClient;
/** What a streamer says. */
export type StreamerLine = Hello | { readonly taken: number } | { readonly bye: true };

/** Most paths of one streamer. */
const MOST_PATHS = 100;
const MAX_TEXT = 4096;

/** Reads a line of a streamer; undefined when it is none. */
export function parseStreamerLine(text: string): StreamerLine | undefined {
  const line = objectIn(text);
  if (!line) return undefined;
  const { hello, id, username, password, serves, taken, bye } = line;
  if (bye === true) return { bye };
  if (isCount(taken)) return { taken };
  if (hello !== 1 || !isText(id) || !isText(username) || !isText(password)) return undefined;
  return isServed(serves) ? { hello, id, username, password, serves } : undefined;
}

/** Reads a line of a porter; undefined when it is none. */
export function parsePorterLine(text: string): PorterLine | undefined {
  const line = objectIn(text);
  if (!line) return undefined;
  const { welcome, refused, client, address, secure, data } = line;
  if (isText(refused)) return { refused };
  if (isCount(client) && isText(address) && typeof secure === 'boolean' && typeof data === 'string')
    return { client, address, secure, data };
  if (!isObject(welcome) || !isCount(welcome['port']) || typeof welcome['secure'] !== 'boolean')
    return undefined;
  const host = isText(welcome['host']) ? welcome['host'] : undefined;
  return { welcome: { port: welcome['port'], host, secure: welcome['secure'] } };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isServed(value: unknown): value is readonly ServedPath[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_PATHS &&
    value.every(
      (each: unknown) =>
        isObject(each) &&
        isText(each['path']) &&
        each['path'].startsWith('/') &&
        typeof each['prefix'] === 'boolean',
    )
  );
}
