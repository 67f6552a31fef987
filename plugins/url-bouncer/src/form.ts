import { hostname } from 'node:os';
import type { Keycard } from '@flumotion/core/plugin';
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

/** The path with its query, as Icecast tells it. */
function mountOf({ path = '/', arguments: given = {} }: Keycard): string {
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}
