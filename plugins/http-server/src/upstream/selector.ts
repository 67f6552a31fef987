import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** A server that files come from, as it is configured. */
export interface UpstreamServer {
  readonly hostname: string;
  readonly port: number;
  /** Lower ones are asked first. */
  readonly priority: number;
}

/** One address of such a server. */
export interface UpstreamAddress {
  readonly host: string;
  readonly port: number;
}

/** Finds the addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** Milliseconds that an address which failed is asked last. */
const SHUNNED = 10_000;

const resolveName: Resolve = async (hostname) =>
  isIP(hostname) ? [hostname] : (await lookup(hostname, { all: true })).map(({ address }) => address);

/** Says which servers to ask, in which order: by priority, and by chance among those of the same. */
export class Selector {
  private readonly known = new Map<string, readonly string[]>();
  private readonly failedAt = new Map<string, number>();
  private askedAt = -Infinity;
  private asking: Promise<void> | undefined;

  /**
   * @param refresh - seconds between look-ups of the names. A name that cannot be found keeps the addresses it had.
   * @param now - milliseconds, never going back.
   */
  constructor(
    private readonly servers: readonly UpstreamServer[],
    private readonly refresh: number,
    private readonly resolve: Resolve = resolveName,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The addresses, in the order in which to ask them; those that failed a moment ago come last. */
  async order(): Promise<readonly UpstreamAddress[]> {
    if (this.now() - this.askedAt >= this.refresh * 1000)
      await (this.asking ??= this.look().finally(() => (this.asking = undefined)));
    const all = this.servers.flatMap(({ hostname, port, priority }) =>
      (this.known.get(hostname) ?? []).map((host) => ({
        host,
        port,
        rank: [this.isShunned(host, port) ? 1 : 0, priority, Math.random()],
      })),
    );
    all.sort(
      (a, b) => a.rank.map((part, index) => part - (b.rank[index] ?? 0)).find((part) => part !== 0) ?? 0,
    );
    return all.map(({ host, port }) => ({ host, port }));
  }

  /** Notes that an address could not be asked. */
  failed({ host, port }: UpstreamAddress): void {
    this.failedAt.set(`${host} ${port}`, this.now());
  }

  private isShunned(host: string, port: number): boolean {
    return this.now() - (this.failedAt.get(`${host} ${port}`) ?? -Infinity) < SHUNNED;
  }

  private async look(): Promise<void> {
    const names = [...new Set(this.servers.map(({ hostname }) => hostname))];
    await Promise.all(
      names.map(async (name) => {
        const found = await this.resolve(name).catch(() => []);
        if (found.length > 0) this.known.set(name, [...new Set(found)]);
      }),
    );
    this.failedAt.clear();
    // A name that was not found at all is looked for again with the next request.
    if (names.every((name) => this.known.has(name))) this.askedAt = this.now();
  }
}

/** Reads `host[:port][#priority]`, as the original writes servers; undefined when it is none. */
export function parseServer(text: string): UpstreamServer | undefined {
  const [, bracketed, plain, port = '3128', priority = '1'] =
    /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?(?:#(\d{1,9}))?$/i.exec(text.trim()) ?? [];
  const hostname = bracketed ?? plain;
  if (hostname === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { hostname, port: Number(port), priority: Number(priority) };
}
