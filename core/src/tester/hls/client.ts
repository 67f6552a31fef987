import { Agent as HttpAgent, request as ask, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as askSecurely } from 'node:https';
import { isIPv6 } from 'node:net';
import { explain, type Failure } from '../http/failure';
import { fieldsOf, type AskingOptions } from '../http/opener';
import type { ByteRange } from './playlist';

const MAX_REDIRECTS = 5;
/** Most bytes of a playlist or key. */
const MOST_TEXT = 4 * 1024 * 1024;

/** An answer whose bytes have been taken. */
export interface Fetched {
  /** Where it was, after redirections. */
  readonly url: URL;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a fetch ends with instead of an answer. */
export class FetchFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

/** Fetches for one player: on a connection of its own that stays, with the cookies it was given. */
export class HlsClient {
  private readonly http = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  private readonly https: HttpsAgent;
  private readonly stop = new AbortController();

  /**
   * @param timeout longest wait for the answer and for each further byte, in seconds.
   * @param cookies by name; those of answers are added.
   * @param from address of this machine to come from.
   */
  constructor(
    private readonly options: AskingOptions,
    private readonly timeout: number,
    private readonly cookies: Map<string, string>,
    private readonly from: string | undefined,
  ) {
    this.https = new HttpsAgent({
      keepAlive: true,
      maxSockets: 1,
      rejectUnauthorized: options.insecure !== true,
    });
  }

  /**
   * Fetches a whole resource, or a part of it.
   * @param onData takes the bytes as they come; they are collected when it is left out.
   * @throws FetchFailure when it cannot be had, and what `onData` throws.
   */
  async get(url: URL, range?: ByteRange, onData?: (piece: Buffer) => void): Promise<Fetched> {
    let target = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await this.ask(target, range);
      keepCookies(this.cookies, response.headers['set-cookie'] ?? []);
      const { statusCode = 0, statusMessage = '', headers } = response;
      if (statusCode >= 301 && statusCode <= 308 && headers.location !== undefined) {
        response.resume();
        target = new URL(headers.location, target);
        continue;
      }
      if (statusCode !== (range ? 206 : 200)) {
        response.resume();
        throw new FetchFailure({
          reason: `HTTP status ${statusCode} ${statusMessage}`.trim(),
          detail: target.pathname,
        });
      }
      const bytes = await this.take(response, target, onData);
      return { url: target, type: headers['content-type'] ?? '', bytes };
    }
    throw new FetchFailure({ reason: 'too many redirections', detail: target.href });
  }

  /** Ends what is under way, and the connection. */
  close(): void {
    this.stop.abort();
    this.http.destroy();
    this.https.destroy();
  }

  private ask(url: URL, range: ByteRange | undefined): Promise<IncomingMessage> {
    const secure = url.protocol === 'https:';
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = Object.fromEntries([
      ...fieldsOf(url, this.options.headers ?? []),
      ...(cookie === '' ? [] : [['Cookie', cookie]]),
      ...(range ? [['Range', `bytes=${range.offset}-${range.offset + range.length - 1}`]] : []),
    ]) as Record<string, string>;
    return new Promise((resolve, reject) => {
      const request = (secure ? askSecurely : ask)(url, {
        agent: secure ? this.https : this.http,
        headers,
        signal: this.stop.signal,
        timeout: this.timeout * 1000,
        ...(this.from !== undefined && { localAddress: this.from, family: isIPv6(this.from) ? 6 : 4 }),
      });
      request.once('response', resolve);
      request.once('timeout', () =>
        request.destroy(new FetchFailure({ reason: 'no answer in time', detail: `${this.timeout} s` })),
      );
      request.on('error', (error: NodeJS.ErrnoException) =>
        reject(error instanceof FetchFailure ? error : new FetchFailure(explain(error))),
      );
      request.end();
    });
  }

  private take(
    response: IncomingMessage,
    { pathname }: URL,
    onData: ((piece: Buffer) => void) | undefined,
  ): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      let length = 0;
      const fail = (reason: string): void => {
        reject(new FetchFailure({ reason, detail: pathname }));
        response.destroy();
      };
      response.on('data', (piece: Buffer) => {
        length += piece.length;
        if (onData) {
          try {
            onData(piece);
          } catch (error) {
            response.destroy(error as Error);
          }
        } else if (length <= MOST_TEXT) pieces.push(piece);
        else fail('a playlist is endless');
      });
      response.on('error', (error) =>
        error instanceof FetchFailure ? reject(error) : fail('the connection broke'),
      );
      response.on('end', () =>
        response.complete ? resolve(Buffer.concat(pieces)) : fail('the connection broke'),
      );
      response.on('close', () => fail('the connection broke'));
    });
  }
}

/** Keeps what `Set-Cookie` fields say; where and how long they are to be sent is not looked at. */
export function keepCookies(cookies: Map<string, string>, fields: readonly string[]): void {
  for (const field of fields) {
    const [, name, value = ''] = /^\s*([^=;\s]+)=([^;]*)/.exec(field) ?? [];
    if (name !== undefined) cookies.set(name, value);
  }
}
