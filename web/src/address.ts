import { BlockList, isIP } from 'node:net';

/** Addresses and blocks, and what of the given was neither. */
export interface Blocks {
  readonly list: BlockList;
  /** Entries that are no address and no block. */
  readonly invalid: readonly string[];
}

/** Reads addresses and blocks, as `192.0.2.7`, `10.0.0.0/8` or `2001:db8::/32`. */
export function parseBlocks(entries: readonly string[]): Blocks {
  const list = new BlockList();
  const invalid = entries.filter((entry) => {
    const [address = '', bits, ...rest] = entry.trim().split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    if (version === 0 || rest.length > 0 || !/^\d*$/.test(bits ?? '') || !(prefix >= 0 && prefix <= most))
      return true;
    list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
    return false;
  });
  return { list, invalid };
}

/** Whether an address is in one of the blocks; what is no address is in none. */
export function isWithin(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** An address as people write it: IPv4 also where a socket for both kinds shows it inside IPv6. */
export function plainAddress(address: string | undefined): string {
  return (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');
}

/**
 * Whom an address counts as where somebody may have many: an IPv4 address itself, of an IPv6 address the 64 bits that
 * one customer is given at the least (RFC 6177).
 */
export function neighbourhood(address: string): string {
  if (isIP(address) !== 6) return address;
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros =
    after === undefined ? 0 : 8 - head.length - tail.length - (tail.at(-1)?.includes('.') === true ? 1 : 0);
  const groups = [...head, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tail].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
