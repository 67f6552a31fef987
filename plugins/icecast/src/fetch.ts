import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Milliseconds without a byte after which a server counts as gone. */
const SILENCE = 15_000;
const MAX_REDIRECTS = 5;

/** What is asked for, and who asks. */
export interface Target {
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** A stream that cannot be had. */
export class Unavailable extends Error {
  /** @param lasting a person is needed. */
  constructor(
    message: string,
    readonly lasting: boolean,
    readonly advice?: string,
  ) {
    super(message);
  }
}

/**
 * Asks for a stream; follows redirections. The password goes to the host of `url` only.
 * @returns the answer, of which the caller takes the bytes or which the caller destroys.
 * @throws Unavailable when there is none.
 */
export async function fetchStream(target: Target, signal: AbortSignal): Promise<IncomingMessage> {
  let url = new URL(target.url);
  const home = url.host;
  for (let step = 0; step <= MAX_REDIRECTS; step++) {
    const answer = await ask(url, url.host === home ? target : { url: '' }, signal);
    const { statusCode: status = 0, headers } = answer;
    if (status === 200) return answer;
    answer.destroy();
    const { location } = headers;
    if (status < 300 || status > 399 || location === undefined) throw refusal(url, status);
    if (!URL.canParse(location, url.href))
      throw new Unavailable(`${url.host} sends to no valid address`, true);
    url = new URL(location, url);
    if (!/^https?:$/.test(url.protocol)) throw new Unavailable(`${url.host} is no address of the web`, true);
  }
  throw new Unavailable(`${home} sends in circles`, true, 'Check the property url.');
}

function ask(url: URL, { user, password }: Target, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      signal,
      timeout: SILENCE,
      agent: false,
      headers: { 'Icy-MetaData': '1', 'User-Agent': 'Flumotion', Accept: '*/*' },
      ...(user === undefined ? {} : { auth: `${user}:${password ?? ''}` }),
    });
    asked.on('response', resolve);
    asked.on('timeout', () => {
      asked.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' }));
    });
    asked.on('error', (error) => {
      reject(unreachable(url, error));
    });
    asked.end();
  });
}

function refusal(url: URL, status: number): Unavailable {
  if (status === 401 || status === 403) {
    return new Unavailable(`${url.host} wants another user or password`, true, 'Set user and password.');
  }
  if (status === 404) {
    return new Unavailable(
      `${url.host} has no stream ${url.pathname}`,
      false,
      'Check the property url; a stream that has no source at the moment looks the same.',
    );
  }
  return new Unavailable(`${url.host} answers with status ${String(status)}`, false);
}

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection; is the server running there?',
  ENOTFOUND: 'has no known address; check the property url',
  EAI_AGAIN: 'has no known address at the moment; check the name server',
  ETIMEDOUT: 'does not answer',
  ECONNRESET: 'closed the connection',
};

/** Words for a connection that broke. */
export function unreachable(url: URL, error: Error): Unavailable {
  const words = CODES[(error as NodeJS.ErrnoException).code ?? ''] ?? `cannot be reached: ${error.message}`;
  return new Unavailable(`${url.host} ${words}`, false);
}
