import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** An answer of a manager's API. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body: what JSON says, else the text. */
  readonly body: unknown;
}

/** How a request is sent. */
export interface ApiOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who asks a manager's API, in one way of being known to it. */
export class ApiClient {
  constructor(
    private readonly port: () => number,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** One who gives name and password with each request. */
  withPassword(user: string, password: string): ApiClient {
    return this.with({ Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
  }

  withToken(token: string): ApiClient {
    return this.with({ Authorization: `Bearer ${token}` });
  }

  /** One who signs in; throws when that is refused. */
  async signedIn(user: string, password: string): Promise<ApiClient> {
    const answer = await this.ask('POST', '/api/session', { body: { user, password } });
    if (answer.status !== 200)
      throw new Error(`signing in: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return this.with({ Cookie: cookieOf(answer) });
  }

  with(headers: Readonly<Record<string, string>>): ApiClient {
    return new ApiClient(this.port, { ...this.headers, ...headers });
  }

  /** Sends a request. A body that is no text is sent as JSON. */
  async ask(method: string, path: string, { body, headers = {} }: ApiOptions = {}): Promise<ApiAnswer> {
    const answer = await fetch(`http://127.0.0.1:${String(this.port())}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: read(text) };
  }
}

/** The cookie that an answer sets, as a browser sends it back. */
export function cookieOf(answer: ApiAnswer): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Sends a request as `fetch` would not: with any host, and a path that is not put right. */
export function askRaw(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', body = '' } = {},
): Promise<{ readonly status: number; readonly text: string; readonly headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
