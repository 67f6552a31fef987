import { request, type IncomingMessage } from 'node:http';
import { errorText, FlumotionError, isErrorCode, isFlumotionError } from '@flumotion/core/cli';
import type { ConnectSettings } from '../connect/settings';
import { ManagerAgent } from './agent';

/** Largest answer that is taken, bytes. */
const MAX_ANSWER = 256 * 1024 * 1024;

/** What goes with a request. */
export interface Asking {
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when it is text or bytes. */
  readonly body?: unknown;
  /** Type of a body that is text or bytes. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly etag: string | undefined;
  readonly bytes: Buffer;
  /** The body as JSON; its text where it is something else; undefined where there is none. */
  readonly value: unknown;
}

/** Asks a manager over its API. */
export class ManagerClient {
  private readonly agent: ManagerAgent;

  constructor(readonly settings: ConnectSettings) {
    this.agent = new ManagerAgent(settings);
  }

  /** `host:port` of the manager. */
  get place(): string {
    return `${this.settings.host}:${this.settings.port}`;
  }

  /** The header by which the manager knows who asks. */
  get authorization(): Readonly<Record<string, string>> {
    const { login } = this.settings;
    if (!login) return {};
    if (login.kind === 'token') return { Authorization: `Bearer ${login.token}` };
    const text = Buffer.from(`${login.user}:${login.password}`).toString('base64');
    return { Authorization: `Basic ${text}` };
  }

  /** The value at a path. @throws as `ask`. */
  async get<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return (await this.ask('GET', path, { query })).value as T;
  }

  /**
   * Sends a request and waits for its answer.
   * @param path as `/api/planet`; its parts have to be encoded.
   * @throws FlumotionError what the manager answers, `manager-unreachable`, `login-wanted`, `manager-answer`, or what
   * judges the certificate.
   */
  async ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    const answer = await this.send(method, path, asking);
    if (answer.status < 200 || answer.status > 299) throw this.refusal(method, path, answer);
    return answer;
  }

  /** Ends the connections. */
  close(): void {
    this.agent.destroy();
  }

  private async send(method: string, path: string, asking: Asking): Promise<Answer> {
    const { host, port, timeout } = this.settings;
    const query = new URLSearchParams(asking.query).toString();
    const what = `${method} ${path}`;
    const [body, type] = bodyOf(asking);
    const signal = AbortSignal.timeout(timeout);
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = request(
          {
            ...{ agent: this.agent, host, port, method, signal },
            path: query === '' ? path : `${path}?${query}`,
            headers: {
              ...{ Host: this.place, Accept: '*/*' },
              ...this.authorization,
              ...(body && { 'Content-Type': type, 'Content-Length': body.length }),
              ...asking.headers,
            },
          },
          resolve,
        );
        sent.once('error', reject);
        sent.end(body);
      });
      return await read(response);
    } catch (error) {
      if (isFlumotionError(error)) throw error;
      const reason = signal.aborted ? `none within ${timeout / 1000} s` : this.reason(error);
      throw FlumotionError.of('manager-answer', { manager: this.place, request: what, reason });
    }
  }

  /** A port that speaks TLS hangs up on whoever does not. */
  private reason(error: unknown): string {
    const hungUp =
      this.settings.transport === 'tcp' && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    return `${errorText(error)}${hungUp ? '; if it speaks TLS, leave out -T tcp' : ''}`;
  }

  private refusal(method: string, path: string, { status, value }: Answer): FlumotionError {
    const { code, message } = Object(value) as { code?: unknown; message?: unknown };
    if (status === 401 && !this.settings.login)
      return FlumotionError.of('login-wanted', {
        manager: this.place,
        host: this.settings.host,
        file: this.settings.loginFile,
      });
    if (typeof message !== 'string') {
      return FlumotionError.of('manager-answer', {
        manager: this.place,
        request: `${method} ${path}`,
        reason: `HTTP status ${status}`,
      });
    }
    // Most errors say in their sentence what their problems are.
    const more = problemsOf(value).filter((problem) => !message.includes(problem));
    const text = [message, ...more].join('\n');
    if (isErrorCode(code)) return FlumotionError.relayed(code, text);
    return FlumotionError.of('manager-refused', { request: `${method} ${path}`, reason: text });
  }
}

/** Each problem that an error comes with, in a line of its own. */
function problemsOf(value: unknown): string[] {
  const { problems } = value as { problems?: unknown };
  if (!Array.isArray(problems)) return [];
  return problems.map((problem: unknown) =>
    typeof problem === 'string' ? problem : errorText((problem as { text?: unknown }).text ?? problem),
  );
}

function bodyOf({ body, type }: Asking): [Buffer | undefined, string] {
  if (body === undefined) return [undefined, ''];
  if (Buffer.isBuffer(body)) return [body, type ?? 'application/octet-stream'];
  if (typeof body === 'string' && type !== undefined) return [Buffer.from(body), type];
  return [Buffer.from(JSON.stringify(body)), type ?? 'application/json'];
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new Error(`it is larger than ${MAX_ANSWER} bytes`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const type = response.headers['content-type'] ?? '';
  const text = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml))/i.test(type)
    ? bytes.toString('utf8')
    : undefined;
  return {
    status: response.statusCode ?? 0,
    type,
    etag: response.headers.etag,
    bytes,
    value:
      bytes.length === 0 ? undefined : /json/i.test(type) && text !== undefined ? JSON.parse(text) : text,
  };
}
