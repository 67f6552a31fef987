import {
  connected,
  connections,
  disconnected,
  lineDifference,
  without,
  withNew,
  type EditedFlow,
} from '../app/editor/flow-model';

const flow: EditedFlow = {
  name: 'main',
  components: [
    { name: 'picture', type: 'videotest-producer', worker: 'a' },
    { name: 'encoder', type: 'theora-encoder', eaters: { default: [{ feed: 'picture' }] } },
    { name: 'muxer', type: 'ogg-muxer', eaters: { default: [{ feed: 'encoder:default', alias: 'video' }] } },
  ],
};
const link = { from: 'picture', feeder: 'default', to: 'encoder', eater: 'default' };

it('sees connections, whether or not the feeder is named', () => {
  expect(connections(flow)).toEqual([
    link,
    { from: 'encoder', feeder: 'default', to: 'muxer', eater: 'default' },
  ]);
});

it('gives an eater of one feed another one, and an eater of several one more under a free alias', () => {
  const more = withNew(flow, 'videotest-producer', 'b');
  expect(more.components.at(-1)).toEqual({ name: 'videotest', type: 'videotest-producer', worker: 'b' });
  const moved = connected(more, { ...link, from: 'videotest' }, { default: {} });
  expect(moved.components[1]?.eaters).toEqual({
    default: [{ feed: 'videotest:default', alias: 'default' }],
  });
  const several = connected(flow, { ...link, to: 'muxer' }, { default: { multiple: true } });
  expect(several.components[2]?.eaters).toEqual({
    default: [
      { feed: 'encoder:default', alias: 'video' },
      { feed: 'picture:default', alias: 'picture' },
    ],
  });
});

it('connects nothing twice, and nothing to itself', () => {
  expect(connected(flow, link, {})).toBe(flow);
  expect(connected(flow, { ...link, from: 'encoder' }, {})).toBe(flow);
});

it('cuts a connection, and all of a component that goes', () => {
  expect(connections(disconnected(flow, link))).toHaveLength(1);
  const rest = without(flow, 'encoder');
  expect(rest.components.map(({ name }) => name)).toEqual(['picture', 'muxer']);
  expect(connections(rest)).toEqual([]);
});

it('gives new components names that are free', () => {
  const twice = withNew(withNew(flow, 'ogg-muxer', undefined), 'ogg-muxer', undefined);
  expect(twice.components.slice(3).map(({ name }) => name)).toEqual(['ogg', 'ogg-2']);
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
