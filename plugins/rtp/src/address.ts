import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Whether an address is that of a multicast group. */
export function isMulticast(address: string): boolean {
  if (isIPv6(address)) return /^ff/i.test(address);
  const first = Number(address.split('.', 1)[0]);
  return isIP(address) === 4 && first >= 224 && first <= 239;
}

/** Whether an address is of the machine's own loopback. */
export function isLoopback(address: string): boolean {
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1';
}

/**
 * The address of a name.
 * @throws Error in words when none is known.
 */
export async function addressOf(host: string, property: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(
      `no address is known for ${host} (${code}); check the property ${property} and the name server`,
      { cause: error },
    );
  }
}

/** What a network interface is called, and its address. */
export interface Interface {
  readonly name: string;
  readonly address: string;
}

/**
 * The interface with a name or an address; GStreamer would take any where it knows no such name.
 * @param like - an address whose family is wanted.
 * @throws Error in words when the machine has none such.
 */
export function interfaceOf(wanted: string, like: string): Interface {
  const family = isIPv6(like) ? 'IPv6' : 'IPv4';
  const all = networkInterfaces();
  for (const [name, addresses = []] of Object.entries(all)) {
    const fit = addresses.filter((one) => one.family === family);
    const found = name === wanted ? fit[0] : fit.find(({ address }) => address === wanted);
    if (found) return { name, address: found.address };
  }
  const names = Object.keys(all).join(', ');
  throw new Error(
    `the machine has no network interface ${wanted} with an ${family} address; there are ${names}`,
  );
}

/** Address and port as URLs have them. */
export function hostPort(address: string, port: number): string {
  return `${isIPv6(address) ? `[${address}]` : address}:${String(port)}`;
}
