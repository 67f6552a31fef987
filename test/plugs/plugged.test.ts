import { expect, test } from '@jest/globals';
import { definePlug, type Keycard, type PlugBase } from '../../core/src/plugin';
import { plugged } from '../../core/src/plugs/plugged';
import { RunningPlug } from '../../core/src/plugs/running-plug';
import { keepingLogger } from '../support/feed-ends';

function running(type: string, socket: 'bouncer' | 'bouncer-algorithm'): RunningPlug {
  const definition = definePlug(
    { type, socket, description: 'For tests.' },
    {
      authenticate: (context: PlugBase, { address }: Keycard) => ({
        admitted: false,
        reason: `${context.id} ${type} ${address}`,
      }),
    },
  );
  return new RunningPlug(
    type,
    definition,
    {},
    {
      id: '/f/c',
      log: keepingLogger().log,
      say: () => undefined,
      clear: () => undefined,
      stat: () => undefined,
      offers: {},
    },
  );
}

test('a component sees the plugs of a socket in their order, with their types and hooks', async () => {
  const plugs = [
    running('one', 'bouncer-algorithm'),
    running('other', 'bouncer'),
    running('two', 'bouncer-algorithm'),
  ];
  for (const plug of plugs) await plug.start();
  const seen = plugged(plugs, 'bouncer-algorithm');
  expect(seen.map(({ type }) => type)).toEqual(['one', 'two']);
  // A plug may pass through a promise: it is none itself.
  const second = await Promise.resolve(seen[1]);
  expect(second?.authenticate({ id: '1', address: '::1' })).toEqual({
    admitted: false,
    reason: '/f/c two ::1',
  });
});
