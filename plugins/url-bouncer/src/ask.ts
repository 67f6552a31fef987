import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Properties } from './declaration';

/** Requests that may wait for a connection. */
const MOST_WAITING = 100;
/** Bytes of an answer's body that are read to keep the connection; nothing in it counts. */
const MAX_BODY = 64 * 1024;
/** Milliseconds that a connection is kept for the next request. */
const KEPT = 10_000;

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** The connections to one URL, so many at a time. */
export class Line {
  private readonly agent: HttpAgent;
  private readonly secure: boolean;
  private asked = 0;

  constructor(
    private readonly properties: Properties,
    private readonly url = properties.url,
  ) {
    const { connections } = properties;
    const options = { keepAlive: true, timeout: KEPT, maxSockets: connections, maxFreeSockets: connections };
    this.secure = new URL(url).protocol === 'https:';
    this.agent = this.secure ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Sends a form. @throws Error when no answer has come in time, or too many wait already. */
  async post(form: string): Promise<Answer> {
    const { connections } = this.properties;
    if (this.asked >= connections + MOST_WAITING)
      throw new Error(`${connections} requests are at work and ${MOST_WAITING} wait`);
    this.asked++;
    try {
      return await this.send(form);
    } finally {
      this.asked--;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(form: string): Promise<Answer> {
    const { username, password = '', timeout } = this.properties;
    return new Promise((resolve, reject) => {
      const ask = (this.secure ? httpsRequest : httpRequest)(this.url, {
        method: 'POST',
        agent: this.agent,
        ...(username === undefined ? {} : { auth: `${username}:${password}` }),
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(form),
          'User-Agent': 'Flumotion',
        },
      });
      // Waiting for a connection counts, too.
      const late = setTimeout(() => ask.destroy(new Error(`no answer within ${timeout} s`)), timeout * 1000);
      ask.on('error', (error) => {
        clearTimeout(late);
        reject(error);
      });
      ask.on('response', (response) => {
        clearTimeout(late);
        let length = 0;
        response.on('error', () => undefined);
        response.on('data', ({ length: more }: Buffer) => {
          length += more;
          if (length > MAX_BODY) response.destroy();
        });
        const stall = setTimeout(() => response.destroy(), timeout * 1000).unref();
        response.on('close', () => clearTimeout(stall));
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      ask.end(form);
    });
  }
}
