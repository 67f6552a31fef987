import { afterEach, expect, test } from '@jest/globals';
import { Registry } from '@flumotion/registry';
import { Catalogue, type Definition } from '../../core/src/catalogue';
import { ManagerPlugs } from '../../core/src/manager/plugs';
import { definePlug, type AdminAction, type PlugDefinition } from '../../core/src/plugin';
import { keepingLogger } from '../support/feed-ends';

const description = 'For tests.';
const actions: AdminAction[] = [];
const counted: number[] = [];

const DEFINITIONS: readonly PlugDefinition[] = [
  definePlug(
    { type: 'counter', socket: 'manager', description },
    { start: ({ components }) => void counted.push(components().length) },
  ),
  definePlug(
    { type: 'broken', socket: 'manager', description },
    { start: () => Promise.reject(new Error('no port')) },
  ),
  definePlug(
    { type: 'recorder', socket: 'admin-action', description },
    { action: (_, action) => void actions.push(action) },
  ),
  definePlug({ type: 'nobody', socket: 'identity', description }, { identify: () => undefined }),
  definePlug(
    { type: 'namer', socket: 'identity', description },
    {
      identify: (_, keycard) => {
        if ('password' in keycard) throw new Error('a plug must not see passwords');
        return `Anna (${keycard.user ?? ''})`;
      },
    },
  ),
];

const types = new Catalogue(
  new Registry<Definition>(
    new Map(DEFINITIONS.map((value) => [value.spec.type, { type: value.spec.type, value } as never])),
    [],
  ),
);

let plugs: ManagerPlugs | undefined;
afterEach(async () => {
  await plugs?.stop();
  actions.length = counted.length = 0;
});

async function start(...names: readonly string[]): Promise<{ plugs: ManagerPlugs; lines: string[] }> {
  const { log, lines } = keepingLogger();
  plugs = new ManagerPlugs(
    'club',
    names.map((type) => ({ type, properties: {} })),
    types,
    log,
  );
  await plugs.start(() => [{ id: '/f/c', type: 't', worker: 'w', mood: 'happy' }]);
  return { plugs, lines };
}

const keycard = { id: '1', user: 'anna', password: 'secret', address: '192.0.2.7' };

test('a plug of the manager sees the components; one that cannot start is reported, and the others run', async () => {
  const { plugs: running, lines } = await start('broken', 'counter');
  expect(counted).toEqual([1]);
  expect(running.states()).toEqual([
    { name: 'broken', type: 'broken', socket: 'manager', problem: 'the plug broken cannot start: no port' },
    { name: 'counter', type: 'counter', socket: 'manager' },
  ]);
  expect(lines.join('\n')).toContain('goes on without the plug broken');
});

test('changes are told to plugs that want to know', async () => {
  const { plugs: running } = await start('recorder');
  const action = { identity: 'anna@192.0.2.7', method: 'componentStop', args: ['/f/c'], kwargs: {} };
  running.record(action);
  expect(actions).toEqual([action]);
});

test('the first identity plug that has a name gives it, and none sees the password', async () => {
  const { plugs: running } = await start('nobody', 'namer');
  await expect(running.identify(keycard)).resolves.toBe('Anna (anna)');
});

test('without identity plugs, somebody is user@address', async () => {
  const { plugs: running } = await start();
  await expect(running.identify(keycard)).resolves.toBe('anna@192.0.2.7');
});

test('a type that is not installed is reported', async () => {
  const { lines } = await start('absent');
  expect(lines.join('\n')).toContain('the plug absent is not installed');
});
