import { parseLevels } from '../../core/src/log/levels';
import { Logger } from '../../core/src/log/logger';
import { CLOSED_DOOR, ManagerBouncer } from '../../core/src/manager/bouncer';
import type { ComponentConfig } from '../../core/src/model/planet';
import { defineComponent, type Behaviour } from '../../core/src/plugin';
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
