import { lookup } from 'node:dns';
import { isIPv6 } from 'node:net';

/** One way to reach a host. */
export interface Route {
  readonly address: string;
  /** Address of this machine to come from; the system chooses when left out. */
  readonly from: string | undefined;
}

/** Finds the addresses of hosts, each once, and remembers which of them answered. */
export class Addresses {
  private readonly hosts = new Map<string, Promise<readonly string[]>>();
  private readonly answered = new Map<string, string>();
  private turn = 0;

  /** @param sources addresses of this machine to come from, in turn. */
  constructor(private readonly sources: readonly string[]) {}

  /**
   * Ways to a host in the order in which to try them: first the address that has answered before. All come from the
   * address whose turn it is, so those of another family are left out.
   * @param host name or address; IPv6 with or without brackets.
   * @throws the error of the lookup; `EAFNOSUPPORT` when the host has no address of the family to come from.
   */
  async routes(host: string): Promise<readonly Route[]> {
    const all = await this.resolve(host);
    const from = this.source();
    const first = this.answered.get(host);
    const fitting = all.filter((address) => from === undefined || isIPv6(address) === isIPv6(from));
    if (fitting.length === 0)
      throw Object.assign(new Error(`${host} has no address that ${String(from)} can reach`), {
        code: 'EAFNOSUPPORT',
      });
    return fitting
      .sort((a, b) => Number(b === first) - Number(a === first))
      .map((address) => ({ address, from }));
  }

  /** The address of this machine whose turn it is; undefined when the system chooses. */
  source(): string | undefined {
    return this.sources[this.turn++ % this.sources.length];
  }

  /** An address has accepted a connection. */
  works(host: string, address: string): void {
    this.answered.set(host, address);
  }

  private resolve(host: string): Promise<readonly string[]> {
    const known = this.hosts.get(host);
    if (known) return known;
    const found = new Promise<readonly string[]>((done, fail) => {
      lookup(host.replace(/^\[(.*)\]$/, '$1'), { all: true }, (error, all) => {
        if (error) fail(error);
        else done(all.map(({ address }) => address));
      });
    });
    this.hosts.set(host, found);
    return found;
  }
}
