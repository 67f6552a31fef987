import { hostname } from 'node:os';
import type { HeldKeycard, Keycard } from '@flumotion/core/plugin';
import type { Properties } from './declaration';

/** The form that Icecast sends when a listener comes. */
export function listenerAdd(
  keycard: Keycard,
  properties: Pick<Properties, 'server-name' | 'server-port'>,
): string {
  const port = properties['server-port'];
  const form = new URLSearchParams({
    action: 'listener_add',
    server: properties['server-name'] ?? hostname(),
    ...(port === undefined ? {} : { port: String(port) }),
    client: keycard.id,
    mount: mountOf(keycard),
    user: keycard.user ?? '',
    pass: keycard.password ?? '',
    ip: keycard.address,
    agent: keycard.agent ?? '',
  });
  return form.toString();
}

/** The form that Icecast sends when a listener has left. The query of its URL is no longer known. */
export function listenerRemove(
  { id, path = '/', user = '', address, agent = '' }: HeldKeycard,
  seconds: number,
  properties: Pick<Properties, 'server-name' | 'server-port'>,
): string {
  const port = properties['server-port'];
  const form = new URLSearchParams({
    action: 'listener_remove',
    server: properties['server-name'] ?? hostname(),
    ...(port === undefined ? {} : { port: String(port) }),
    client: id,
    mount: path,
    user,
    ip: address,
    agent,
    duration: String(seconds),
  });
  return form.toString();
}

/** The path with its query, as Icecast tells it. */
function mountOf({ path = '/', arguments: given = {} }: Keycard): string {
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}
