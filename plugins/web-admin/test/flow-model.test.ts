import {
  aliasComplaint,
  aliased,
  connected,
  connections,
  disconnected,
  moved,
  offeredFeeds,
} from '../app/editor/feeds';
import {
  find,
  nameComplaint,
  renamed,
  withClockMaster,
  withCopy,
  without,
  withNew,
  type EditedFlow,
} from '../app/editor/flow-model';
import { lineDifference } from '../app/editor/line-difference';

const flow: EditedFlow = {
  name: 'main',
  components: [
    { name: 'picture', type: 'videotest-producer', worker: 'a' },
    { name: 'encoder', type: 'theora-encoder', eaters: { default: [{ feed: 'picture' }] } },
    { name: 'muxer', type: 'ogg-muxer', eaters: { default: [{ feed: 'encoder:default', alias: 'video' }] } },
  ],
};
const link = { from: 'picture', feeder: 'default', to: 'encoder', eater: 'default' };
const encoder = { component: 'encoder', eater: 'default' };
const muxer = { component: 'muxer', eater: 'default' };
const feedsOf = (name: string, of = flow): unknown => find(of, name)?.eaters?.['default'];

it('sees connections, whether or not the feeder is named', () => {
  expect(connections(flow)).toEqual([
    link,
    { from: 'encoder', feeder: 'default', to: 'muxer', eater: 'default' },
  ]);
});

it('gives an eater of one feed another one, and an eater of several one more under a free alias', () => {
  const more = withNew(flow, 'videotest-producer', 'b');
  expect(more.components.at(-1)).toEqual({ name: 'videotest', type: 'videotest-producer', worker: 'b' });
  const other = connected(more, 'videotest', encoder, { default: {} });
  expect(feedsOf('encoder', other)).toEqual([{ feed: 'videotest:default', alias: 'default' }]);
  const several = connected(flow, 'picture:default', muxer, { default: { multiple: true } });
  expect(feedsOf('muxer', several)).toEqual([
    { feed: 'encoder:default', alias: 'video' },
    { feed: 'picture:default', alias: 'picture' },
  ]);
  expect(feedsOf('muxer', moved(several, muxer, 1, -1))).toMatchObject([
    { alias: 'picture' },
    { alias: 'video' },
  ]);
  expect(moved(several, muxer, 1, 1)).toEqual(several);
  expect(feedsOf('muxer', aliased(several, muxer, 1, 'camera'))).toMatchObject([
    {},
    { feed: 'picture:default', alias: 'camera' },
  ]);
  const at = find(several, 'muxer') ?? { name: '', type: '' };
  expect(aliasComplaint(at, 'picture', 'video')).toContain('Another feed');
  expect(aliasComplaint(at, 'picture', 'a/b')).toContain('needed');
  expect(aliasComplaint(at, 'picture', 'camera')).toBeUndefined();
});

it('connects nothing twice, and nothing to itself', () => {
  expect(connected(flow, 'picture:default', encoder, {})).toBe(flow);
  expect(connected(flow, 'encoder', encoder, {})).toBe(flow);
});

it('cuts a connection, and all of components that go', () => {
  expect(connections(disconnected(flow, 'picture:default', encoder))).toHaveLength(1);
  const rest = without(flow, ['encoder']);
  expect(rest.components.map(({ name }) => name)).toEqual(['picture', 'muxer']);
  expect(connections(rest)).toEqual([]);
  expect(without(flow, ['encoder', 'muxer']).components).toHaveLength(1);
});

it('gives new components names that are free', () => {
  const twice = withNew(withNew(flow, 'ogg-muxer', undefined), 'ogg-muxer', undefined);
  expect(twice.components.slice(3).map(({ name }) => name)).toEqual(['ogg', 'ogg-2']);
});

describe('virtual feeds', () => {
  const virtualFeeds = { 'show:default': 'default' };
  const [picture, ...rest] = flow.components;
  const offering: EditedFlow = {
    ...flow,
    components: [
      { name: 'picture', type: 'videotest-producer', ...picture, virtualFeeds },
      { name: 'spare', type: 'videotest-producer', virtualFeeds },
      ...rest,
    ],
  };

  it('are offered beside others, and connect all that offer them', () => {
    expect(offeredFeeds(offering, 'encoder', () => ['default'])).toEqual([
      'picture:default',
      'spare:default',
      'muxer:default',
      'show:default',
    ]);
    const eating = connected(offering, 'show:default', encoder, {});
    expect(connections(eating).filter(({ to }) => to === 'encoder')).toEqual([
      { ...link, virtual: 'show:default' },
      { ...link, from: 'spare', virtual: 'show:default' },
    ]);
    expect(connections(disconnected(eating, 'show:default', encoder))).toHaveLength(1);
  });
});

describe('another name', () => {
  const secret: EditedFlow = {
    ...flow,
    components: flow.components.map((one) => (one.name === 'picture' ? { ...one, secrets: ['key'] } : one)),
  };

  it('is followed by what eats of the component, and by virtual feeds of its name', () => {
    const virtual: EditedFlow = {
      ...flow,
      components: [
        ...flow.components,
        { name: 'spare', type: 'x', virtualFeeds: { 'picture:b': 'default' } },
      ],
    };
    const after = renamed(virtual, 'picture', 'camera 1');
    expect(after.components.map(({ name }) => name)).toEqual(['camera 1', 'encoder', 'muxer', 'spare']);
    expect(feedsOf('encoder', after)).toEqual([{ feed: 'camera 1' }]);
    expect(find(after, 'spare')?.virtualFeeds).toEqual({ 'camera 1:b': 'default' });
    expect(find(after, 'camera 1')).not.toHaveProperty('secretsFrom');
  });

  it('is followed by what names the component in its flow', () => {
    const outside: EditedFlow = {
      name: 'atmosphere',
      components: [
        { name: 'judge', type: 'b' },
        { name: 'films', type: 'h', properties: { bouncer: 'judge', title: 'judge' } },
        { name: 'more', type: 'h', properties: { bouncer: '/atmosphere/judge' } },
      ],
    };
    const text = { type: 'string', description: '' } as const;
    const types = { h: { properties: { bouncer: { ...text, names: 'bouncer' as const }, title: text } } };
    const after = renamed(outside, 'judge', 'door', types);
    expect(after.components.map(({ properties }) => properties)).toEqual([
      undefined,
      { bouncer: 'door', title: 'judge' },
      { bouncer: '/atmosphere/door' },
    ]);
    const inside = renamed({ ...outside, name: 'main' }, 'judge', 'door', types);
    expect(find(inside, 'films')?.properties).toEqual({ bouncer: 'judge', title: 'judge' });
  });

  it('keeps the secret values that are stored under the first one', () => {
    const twice = renamed(renamed(secret, 'picture', 'b'), 'b', 'c');
    expect(find(twice, 'c')?.secretsFrom).toBe('picture');
    expect(renamed(twice, 'c', 'picture')).toEqual(secret);
  });

  it('is refused where it is taken or cannot be one', () => {
    expect(nameComplaint(flow, 'picture', 'muxer')).toBe('Another component has this name.');
    for (const name of ['', 'a:b', 'a/b', ' a'])
      expect(nameComplaint(flow, 'picture', name)).toContain('needed');
    expect(renamed(flow, 'picture', 'muxer')).toBe(flow);
  });
});

it('copies a component with what it eats, but as no second master of the clock', () => {
  const marked = withClockMaster(flow, 'encoder');
  expect(find(withClockMaster(marked, 'picture'), 'encoder')).not.toHaveProperty('clockMaster');
  const copied = withCopy(marked, 'encoder');
  expect(copied.components.map(({ name }) => name)).toEqual(['picture', 'encoder', 'encoder-2', 'muxer']);
  expect(find(copied, 'encoder-2')).toEqual({ ...flow.components[1], name: 'encoder-2' });
  expect(find(withCopy(copied, 'encoder-2'), 'encoder-3')).toBeDefined();
});

it('shows how a text changes, line by line', () => {
  expect(lineDifference('a\nb\nc', 'a\nx\nc\nd').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'same a',
    'removed b',
    'added x',
    'same c',
    'added d',
  ]);
});
