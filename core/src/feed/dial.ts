import type { Socket } from 'node:net';
import { FlumotionError } from '../errors';
import type { FeedSource } from '../rpc/job-spec';
import { ExactSocket } from './exact-socket';
import type { FeedConnection } from './feed-socket';
import { answerHello } from './handshake';
import { TlsConnection } from './tls-connection';

/** A feed after its greeting. */
export interface DialedFeed {
  readonly connection: FeedConnection;
  /** The socket whose descriptor carries the stream. */
  readonly stream: Socket;
  /** Caps the feeder named, if it knew them. */
  readonly caps: string | undefined;
  /** Where the stream is to be had in shared memory; it comes over the connection when there is none. */
  readonly memory: string | undefined;
}

/**
 * Connects to a feeder by the best way its source names, a unix socket before the network, and greets it. An abort
 * closes the connection; one that comes when the greeting is over already is the caller's to see.
 * @param takesMemory whether the stream may be in shared memory, where the feeder is on this machine.
 * @throws FlumotionError `feed-greeting-invalid` when there is nobody, or somebody who does not know the secret.
 */
export async function dial(
  source: FeedSource,
  client: string,
  signal: AbortSignal,
  takesMemory = false,
): Promise<DialedFeed> {
  const connection = open(source);
  const abort = (): void => connection.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const memory = takesMemory && source.path !== undefined;
    const answer = answerHello(await connection.line(), { ...source, client, memory });
    connection.write(answer.line);
    const welcome = answer.accept(await connection.line());
    return { connection, stream: await connection.stream(), ...welcome };
  } catch (error) {
    connection.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The parts of a source that decide where a connection goes and how it is proven; equal texts mean equal feeds. */
export function sourceKey(source: FeedSource | undefined): string {
  if (!source) return '';
  const { feed, secret, path, host, port, fingerprint } = source;
  return JSON.stringify(path === undefined ? [feed, secret, host, port, fingerprint] : [feed, secret, path]);
}

function open({ feed, path, host, port, fingerprint }: FeedSource): FeedConnection {
  if (path !== undefined) return new ExactSocket({ path });
  if (host === undefined || port === undefined) {
    const reason = `the source of ${feed} names neither a socket path nor a host and port`;
    throw FlumotionError.of('feed-greeting-invalid', { reason });
  }
  return fingerprint === undefined
    ? new ExactSocket({ host, port })
    : new TlsConnection({ host, port, fingerprint });
}
