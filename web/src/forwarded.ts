import { isIP, type BlockList } from 'node:net';
import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import { isWithin, plainAddress } from './address';

/** An address of an X-Forwarded-For field with a port, as some gateways write it; IPv6 stands in brackets. */
const WITH_PORT = /^(?:\[([\da-f:.]+)\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5})$/i;

/**
 * The client's address behind proxies: the last one in X-Forwarded-For that no trusted proxy has, as long as the
 * connection itself comes from a trusted proxy. What is no address there is not believed.
 * @param address - of the connection.
 * @param forwarded - the X-Forwarded-For field, all of its lines joined.
 */
export function clientAddress(address: string, forwarded: string | undefined, trusted: BlockList): string {
  if (forwarded === undefined || !isWithin(trusted, address)) return address;
  const plain = forwarded
    .split(',')
    .map((entry) => entry.trim().replace(WITH_PORT, '$1$2'))
    .join(',');
  const request = { socket: { remoteAddress: address }, headers: { 'x-forwarded-for': plain } };
  // The library reads no more of a request than this.
  const client = plainAddress(
    proxyAddr(request as unknown as IncomingMessage, (proxy) => isWithin(trusted, plainAddress(proxy))),
  );
  return isIP(client) === 0 ? address : client;
}
