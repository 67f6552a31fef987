import { parseLevels } from '../../core/src/log/levels';
import { Logger } from '../../core/src/log/logger';
import { CLOSED_DOOR, ManagerBouncer } from '../../core/src/manager/bouncer';
import type { ComponentConfig } from '../../core/src/model/planet';
import { defineComponent, definePlug, type Behaviour, type PlugDefinition } from '../../core/src/plugin';
import { managerCatalogue } from '../support/manager-catalogue';

const lines: string[] = [];
const log = new Logger(({ text }) => lines.push(text), parseLevels('*:5'), 'manager', 'test');
const config: ComponentConfig = {
  name: 'door',
  type: 'test-bouncer',
  eaters: {},
  properties: {},
  plugs: [],
  virtualFeeds: {},
};
const keycard = { id: '1', user: 'user', password: 'test', address: '::1' };

function bouncer(behaviour: Behaviour<never>): Promise<ManagerBouncer> {
  const definition = defineComponent({ type: 'b', kind: 'bouncer', description: '' }, behaviour as never);
  return ManagerBouncer.start(
    config,
    { find: () => definition.spec, definition: () => definition, list: () => [] },
    log,
  );
}

it('judges by the values of the planet file and the defaults of the type', async () => {
  const door = await ManagerBouncer.start(config, managerCatalogue(), log);
  await expect(door.judge(keycard)).resolves.toEqual({ admitted: true });
  await expect(door.judge({ ...keycard, password: 'x' })).resolves.toMatchObject({ admitted: false });
  const named = { ...config, properties: { user: 'ann' } };
  const other = await ManagerBouncer.start(named, managerCatalogue(), log);
  await expect(other.judge(keycard)).resolves.toMatchObject({ admitted: false });
});

it('that throws admits nobody, and says so in the log only', async () => {
  const door = await bouncer({
    authenticate: () => {
      throw new Error('secret detail');
    },
  });
  await expect(door.judge(keycard)).resolves.toEqual({
    admitted: false,
    reason: 'the bouncer of the manager failed',
  });
  expect(lines.at(-1)).toContain('secret detail');
});

it.each<[string, Behaviour<never>, string]>([
  ['is no bouncer', {}, 'test-bouncer is no bouncer'],
  [
    'fails to start',
    {
      authenticate: () => ({ admitted: true }),
      start: () => {
        throw new Error('no such file');
      },
    },
    'no such file',
  ],
])('a component that %s is refused', async (_, behaviour, reason) => {
  await expect(bouncer(behaviour)).rejects.toMatchObject({
    code: 'bouncer-failed',
    message: expect.stringContaining(reason),
  });
});

describe('with plugs', () => {
  const algorithm = (start?: () => void): PlugDefinition =>
    definePlug(
      { type: 'test-algorithm', socket: 'bouncer-algorithm', description: '' },
      {
        ...(start ? { start } : {}),
        authenticate: (_, { user }) =>
          user === 'ann' ? { admitted: true } : { admitted: false, reason: 'not ann' },
        stop: () => void ended.push('plug'),
      },
    );
  const ended: string[] = [];
  const asks = defineComponent(
    { type: 'b', kind: 'bouncer', description: '', sockets: ['bouncer-algorithm'] },
    {
      authenticate: async (context, card) =>
        (await context.plugs('bouncer-algorithm')[0]?.authenticate(card)) ?? {
          admitted: false,
          reason: 'nobody to ask',
        },
      stop: () => void ended.push('bouncer'),
    },
  );
  const start = (plug: PlugDefinition | undefined): Promise<ManagerBouncer> =>
    ManagerBouncer.start(
      { ...config, plugs: [{ type: 'test-algorithm', properties: {} }] },
      {
        find: () => asks.spec,
        definition: () => asks,
        list: () => [],
        plugDefinition: () => plug,
      },
      log,
    );

  it('asks them, and they end after it', async () => {
    const door = await start(algorithm());
    await expect(door.judge({ ...keycard, user: 'ann' })).resolves.toEqual({ admitted: true });
    await expect(door.judge(keycard)).resolves.toEqual({ admitted: false, reason: 'not ann' });
    await door.close();
    expect(ended).toEqual(['bouncer', 'plug']);
  });

  it('does not start without one of them', async () => {
    await expect(start(undefined)).rejects.toMatchObject({
      code: 'bouncer-failed',
      message: expect.stringContaining('its plug test-algorithm is not installed'),
    });
    const broken = algorithm(() => {
      throw new Error('no list');
    });
    await expect(start(broken)).rejects.toMatchObject({
      code: 'bouncer-failed',
      message: expect.stringContaining('no list'),
    });
  });
});

it('has no media', async () => {
  const door = await bouncer({
    authenticate: (context) => {
      context.element('x');
      return { admitted: true };
    },
  });
  await expect(door.judge(keycard)).resolves.toMatchObject({ admitted: false });
});

it('is a closed door when there is none', async () => {
  await expect(CLOSED_DOOR.judge(keycard)).resolves.toMatchObject({ admitted: false });
});
