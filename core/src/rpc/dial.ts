import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { errorText, FlumotionError } from '../errors';

/** Milliseconds until a connection has to be there. */
export const CONNECT_DEADLINE = 10_000;

/** A manager to connect to. */
export interface ManagerTarget {
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'ssl';
  /** Judges the fingerprint (SHA-256, hex) of the manager's certificate; throws or rejects to refuse it. */
  readonly pin: (fingerprint: string) => unknown;
}

/**
 * Opens a connection to a manager and, with `ssl`, has its certificate judged before anything is sent.
 * @throws FlumotionError `manager-unreachable`, or what `pin` throws.
 */
export async function dialManager(target: ManagerTarget): Promise<Socket> {
  const socket = await dial(target);
  // While the certificate is judged, which a person may do, nobody else listens.
  socket.on('error', () => undefined);
  try {
    if (target.transport === 'ssl') await target.pin(fingerprintOf(socket as TLSSocket));
    if (socket.destroyed) throw unreachable(target, 'it closed the connection');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The error that says why a manager cannot be spoken to. */
export function unreachable({ host, port, transport }: ManagerTarget, reason: unknown): FlumotionError {
  return FlumotionError.of('manager-unreachable', {
    manager: `${host}:${port}`,
    reason: explain(reason, transport),
  });
}

function dial(target: ManagerTarget): Promise<Socket> {
  const { host, port, transport } = target;
  return new Promise((resolve, reject) => {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    // The certificate is judged by its fingerprint, learnt on first contact, and not by its issuer.
    const socket =
      transport === 'ssl'
        ? connectTls({ host: bare, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' })
        : connectPlain({ host: bare, port });
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(unreachable(target, error));
    };
    const timer = setTimeout(() => {
      fail(`no answer within ${CONNECT_DEADLINE / 1000} s`);
    }, CONNECT_DEADLINE);
    const early = (): void => {
      fail('it closed the connection at once');
    };
    socket.once('error', fail);
    socket.once('close', early);
    socket.once(transport === 'ssl' ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail).off('close', early);
      resolve(socket);
    });
  });
}

function fingerprintOf(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
}

function explain(error: unknown, transport: 'tcp' | 'ssl'): string {
  const { code } = Object(error) as { code?: unknown };
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known';
  if (
    transport === 'ssl' &&
    (code === 'EPROTO' || /wrong version number|packet length/.test(errorText(error)))
  )
    return 'it does not speak TLS; perhaps it wants -T tcp';
  if (transport === 'tcp' && /hang up|ECONNRESET|Parse Error/.test(`${String(code)} ${errorText(error)}`))
    return 'it does not speak plain HTTP; perhaps it wants -T ssl';
  return errorText(error);
}
