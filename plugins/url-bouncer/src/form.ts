import { hostname } from 'node:os';
import type { HeldKeycard, Keycard } from '@flumotion/core/plugin';
import type { Properties } from './declaration';

type Names = Pick<Properties, 'server-name' | 'server-port'>;

/** The form that Icecast sends when a listener comes, or a source, or who says what plays on one. */
export function comes(keycard: Keycard, names: Names): string {
  const { purpose, path, user = '', password = '' } = keycard;
  const action = purpose === undefined ? 'listener_add' : 'stream_auth';
  // Icecast tells the query of listeners alone.
  const mount = purpose === undefined ? mountOf(keycard) : path;
  const admin = purpose === 'metadata' ? { admin: '1' } : {};
  return form(action, keycard, names, mount, { user, pass: password }, admin);
}

/** The form that Icecast sends when a listener or a source has left. The query of its URL is no longer known. */
export function leaves(keycard: HeldKeycard, seconds: number, names: Names): string {
  const { purpose, path, user = '' } = keycard;
  const action = purpose === undefined ? 'listener_remove' : 'mount_remove';
  return form(action, keycard, names, path, { user }, { duration: String(seconds) });
}

function form(
  action: string,
  { id, address, agent = '' }: Pick<Keycard, 'id' | 'address' | 'agent'>,
  names: Names,
  mount = '/',
  login: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>>,
): string {
  const port = names['server-port'];
  return new URLSearchParams({
    action,
    server: names['server-name'] ?? hostname(),
    ...(port === undefined ? {} : { port: String(port) }),
    client: id,
    mount,
    ...login,
    ip: address,
    agent,
    ...more,
  }).toString();
}

/** The path with its query, as Icecast tells it. */
function mountOf({ path = '/', arguments: given = {} }: Keycard): string {
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}
