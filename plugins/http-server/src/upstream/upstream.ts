import { isIPv6 } from 'node:net';
import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import type { Selector, UpstreamAddress } from './selector';

/** Connections to one address at a time. */
const MOST_CONNECTIONS = 64;
/** Statuses after which another server may do better. */
const FAILOVER = [408, 429, 500, 502, 503, 504];

/** What a server answered. */
export interface UpstreamAnswer {
  readonly status: number;
  /** First value of each header field by its name in lower case. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** To be read to its end, or destroyed. */
  readonly body: Readable;
}

/** How servers are asked; times in milliseconds. */
export interface UpstreamSettings {
  /** Value of the Host field. */
  readonly host: string;
  readonly connectTimeout: number;
  /** Longest silence of a server. */
  readonly idleTimeout: number;
}

/** The servers that files come from: asks them as a client asks a proxy, one after another until one answers. */
export class Upstream {
  private readonly pools = new Map<string, Pool>();

  constructor(
    private readonly selector: Selector,
    private readonly settings: UpstreamSettings,
  ) {}

  /**
   * Asks for a URL.
   * @param deadline - milliseconds for the beginning of an answer, whoever gives it.
   * @throws Error when no server answers.
   */
  async get(
    url: string,
    fields: Readonly<Record<string, string>>,
    deadline: number,
    signal?: AbortSignal,
  ): Promise<UpstreamAnswer> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('no server answered in time')), deadline);
    const either = signal ? AbortSignal.any([late.signal, signal]) : late.signal;
    let reason = 'no address of any server is known';
    try {
      for (const address of await this.selector.order()) {
        either.throwIfAborted();
        try {
          const answer = await this.ask(address, url, fields, either);
          if (!FAILOVER.includes(answer.status)) return answer;
          answer.body.destroy();
          reason = `${address.host}:${address.port} answered ${answer.status}`;
        } catch (error) {
          signal?.throwIfAborted();
          reason = `${address.host}:${address.port}: ${error instanceof Error ? error.message : String(error)}`;
        }
        this.selector.failed(address);
      }
    } finally {
      clearTimeout(timer);
    }
    throw new Error(reason);
  }

  /** Ends all connections. */
  close(): void {
    for (const pool of this.pools.values()) pool.destroy().catch(() => undefined);
    this.pools.clear();
  }

  private async ask(
    address: UpstreamAddress,
    url: string,
    fields: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<UpstreamAnswer> {
    const headers = {
      host: this.settings.host,
      'accept-encoding': 'identity',
      'user-agent': 'Flumotion',
      ...fields,
    };
    const {
      statusCode,
      headers: given,
      body,
    } = await this.pool(address).request({
      method: 'GET',
      path: url,
      headers,
      signal,
    });
    // Whoever stops reading destroys it, and that is no failure.
    body.on('error', () => undefined);
    const answered = Object.entries(given).map(([name, value]) => [
      name,
      Array.isArray(value) ? value[0] : value,
    ]);
    return { status: statusCode, fields: Object.fromEntries(answered) as UpstreamAnswer['fields'], body };
  }

  private pool({ host, port }: UpstreamAddress): Pool {
    const origin = `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
    const known = this.pools.get(origin);
    if (known) return known;
    const { connectTimeout, idleTimeout } = this.settings;
    const pool = new Pool(origin, {
      connect: { timeout: connectTimeout },
      connections: MOST_CONNECTIONS,
      headersTimeout: idleTimeout,
      bodyTimeout: idleTimeout,
    });
    this.pools.set(origin, pool);
    return pool;
  }
}
