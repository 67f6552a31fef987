import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Interface } from './address';

/** Where RTCP is received, and how it is sent. */
export interface RtcpPlace {
  /** Address to listen on; every address of its family for `0.0.0.0` and `::`. */
  readonly address: string;
  /** Port to listen on; 0 for any that is free. */
  readonly port: number;
  /** Group to be a member of. */
  readonly group?: string | undefined;
  /** The only sender that is heard in the group. */
  readonly source?: string | undefined;
  /** For groups; the system chooses when left out. */
  readonly device?: Interface | undefined;
  /** Routers that what is sent to a group may pass. */
  readonly ttl?: number;
  /** Whether the machine itself gets what is sent to a group. */
  readonly loop?: boolean;
}

/** Most bytes of a datagram of reports; longer ones are nobody's. */
const MAX_DATAGRAM = 2048;

/**
 * Opens a socket for RTCP, which are a few packets in some seconds: they are no media.
 * @throws Error in words when the port cannot be had.
 */
export async function openRtcp(
  place: RtcpPlace,
  received: (datagram: Buffer, from: RemoteInfo) => void,
): Promise<Socket> {
  const { address, port, device, ttl, loop } = place;
  const v6 = isIPv6(address);
  const socket = createSocket({ type: v6 ? 'udp6' : 'udp4', reuseAddr: place.group !== undefined });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, resolve);
  }).catch((error: unknown) => {
    socket.close();
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(
      `RTCP cannot be received on UDP port ${String(port)} (${code}); choose another rtcp-port, or set rtcp to false`,
      { cause: error },
    );
  });
  // Reports that cannot be sent are missed by nobody; the next ones follow.
  socket.removeAllListeners('error').on('error', () => undefined);
  try {
    if (device) socket.setMulticastInterface(v6 ? `::%${device.name}` : device.address);
    if (ttl !== undefined) socket.setMulticastTTL(ttl);
    if (loop !== undefined) socket.setMulticastLoopback(loop);
    joinGroup(socket, place, v6);
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('message', (datagram, from) => {
    if (datagram.length <= MAX_DATAGRAM) received(datagram, from);
  });
  return socket.unref();
}

/**
 * Makes a socket a member of a group, from one sender alone when there is a source: the machine then asks the network
 * for that sender's packets only, and lets no others in.
 */
export function joinGroup(
  socket: Socket,
  { group, source, device }: Pick<RtcpPlace, 'group' | 'source' | 'device'>,
  v6: boolean,
): void {
  if (group === undefined) return;
  const at = device && (v6 ? `::%${device.name}` : device.address);
  if (source === undefined) socket.addMembership(group, at);
  else socket.addSourceSpecificMembership(source, group, at);
}
