import { judgeValues } from '../../../core/src/manager/edit/draft-values';
import type { ComponentJson } from '../../../core/src/manager/edit/flow-json';
import type { ComponentConfig } from '../../../core/src/model/planet';
import { configCatalogue } from '../../support/config-catalogue';

const description = 'For tests.';
const types: Parameters<typeof judgeValues>[3] = {
  ...configCatalogue,
  findPlug: () => ({
    type: 'test-plug',
    socket: 'component',
    properties: {
      user: { type: 'string', description, required: true },
      password: { type: 'string', description, secret: true },
    },
  }),
};
const plug = (user: string, password: string): ComponentConfig['plugs'][number] => ({
  type: 'test-plug',
  properties: { user, password },
});
const stored: ComponentConfig = {
  name: 'streamer',
  type: 'test-streamer',
  worker: 'one',
  eaters: {},
  properties: { 'mount-point': '/', password: 'hush' },
  plugs: [plug('ann', 'a'), plug('bob', 'b')],
  virtualFeeds: {},
};

const judge = (given: Partial<ComponentJson>): ReturnType<typeof judgeValues> =>
  judgeValues(
    '/f/streamer',
    { name: 'streamer', type: 'test-streamer', properties: { 'mount-point': '/' }, ...given },
    stored,
    types,
  );

it('keeps the secrets of a plug that is there, by what else it says', () => {
  const { plugs } = judge({ plugs: [{ type: 'test-plug', properties: { user: 'bob' } }] });
  expect(plugs).toEqual([plug('bob', 'b')]);
});

it('keeps those of a plug whose other values change', () => {
  const { plugs } = judge({
    plugs: [
      { type: 'test-plug', properties: { user: 'ann' } },
      { type: 'test-plug', properties: { user: 'new' } },
    ],
  });
  expect(plugs).toEqual([plug('ann', 'a'), plug('new', 'b')]);
});

it('keeps nothing for another type of component', () => {
  const judged = judgeValues(
    '/f/streamer',
    { name: 'streamer', type: 'test-bouncer' },
    { ...stored, properties: { data: 'x' } },
    types,
  );
  expect(judged.properties).toEqual({});
});

it('tells what is wrong with plugs by their names', () => {
  const { problems } = judge({
    plugs: [{ type: 'test-plug' }, { type: 'test-plug', properties: { user: 3 } }],
  });
  expect(problems).toMatchObject([
    { component: '/f/streamer', plug: 'test-plug', property: 'user' },
    { component: '/f/streamer', plug: 'test-plug-2', property: 'user' },
  ]);
});

it('never shows the value of a secret that is wrong', () => {
  const { problems } = judge({ properties: { 'mount-point': '/', pin: 'four and twenty' } });
  expect(problems).toMatchObject([{ property: 'pin' }]);
  expect(JSON.stringify(problems)).not.toContain('twenty');
});
