import { lookup as resolve, type LookupAddress } from 'node:dns';
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { VERSION } from '../version';

/** Why a listener did not get what it asked for. */
export interface Failure {
  /** Without figures, so that equal failures count together. */
  readonly reason: string;
  readonly detail?: string;
}

/** Told how opening a stream went; one of the two is called, once. */
export interface OpenHandler {
  opened(response: IncomingMessage): void;
  failed(failure: Failure): void;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Opens streams: shares the host's addresses and the agents between all listeners of a test. */
export class StreamOpener {
  private readonly http = new HttpAgent(agentOptions);
  private readonly https: HttpsAgent;
  private readonly addresses = new Map<string, Promise<readonly LookupAddress[]>>();

  /** @param insecure accept any certificate. */
  constructor(insecure = false) {
    this.https = new HttpsAgent({ ...agentOptions, rejectUnauthorized: !insecure });
  }

  /** Asks for the URL and follows redirections. @returns a function that ends it whatever its state. */
  open(url: URL, handler: OpenHandler): () => void {
    let current: ClientRequest | undefined;
    let over = false;
    const follow = (target: URL, left: number): void => {
      current = this.ask(target, {
        opened: (response) => {
          if (over) return void response.destroy();
          const next = redirection(response, target);
          if (!next) handler.opened(response);
          else {
            response.destroy();
            if (left > 0) follow(next, left - 1);
            else handler.failed({ reason: 'too many redirections', detail: next.href });
          }
        },
        failed: (failure) => {
          if (!over) handler.failed(failure);
        },
      });
    };
    follow(url, MAX_REDIRECTS);
    return () => {
      over = true;
      current?.destroy();
    };
  }

  private ask(url: URL, handler: OpenHandler): ClientRequest {
    const secure = url.protocol === 'https:';
    const request = (secure ? httpsRequest : httpRequest)(url, {
      agent: secure ? this.https : this.http,
      lookup: this.lookup,
      headers: { 'User-Agent': `flumotion-tester/${VERSION}`, Accept: '*/*' },
    });
    request.once('response', (response) => {
      answered = true;
      handler.opened(response);
    });
    let answered = false;
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!answered) handler.failed(explain(error));
    });
    request.end();
    return request;
  }

  /** As dns.lookup, but each host is looked up once. */
  private readonly lookup: LookupFunction = (host, options, callback) => {
    this.resolve(host).then(
      (all) => {
        const [first] = all;
        if (options.all) callback(null, [...all]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };

  private resolve(host: string): Promise<readonly LookupAddress[]> {
    const known = this.addresses.get(host);
    if (known) return known;
    const found = new Promise<readonly LookupAddress[]>((done, fail) => {
      resolve(host, { all: true }, (error, all) => (error ? fail(error) : done(all)));
    });
    this.addresses.set(host, found);
    return found;
  }
}

/** A busy machine may need longer than the usual quarter of a second to connect to its own address. */
const agentOptions = {
  keepAlive: false,
  maxSockets: Infinity,
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: 5000,
};

function redirection(response: IncomingMessage, from: URL): URL | undefined {
  const { location } = response.headers;
  if (location === undefined || !REDIRECTS.includes(response.statusCode ?? 0)) return undefined;
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  return next && /^https?:$/.test(next.protocol) ? next : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken before an answer',
  EPIPE: 'connection broken before an answer',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'host not reachable',
  EMFILE: 'too many open files here; raise the limit with ulimit -n',
  ENFILE: 'too many open files here; raise the limit with ulimit -n',
  EADDRNOTAVAIL: 'no free port here for another connection',
};

function explain(error: NodeJS.ErrnoException): Failure {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return { reason: 'the answer is not HTTP', detail: error.message };
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code))
    return { reason: 'the certificate or TLS is refused', detail: code };
  return { reason: REASONS[code] ?? 'connection failed', detail: code || error.message };
}
