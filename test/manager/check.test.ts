import { checkPlanet } from '../../core/src/manager/check';
import { Planet } from '../../core/src/manager/planet';
import { planetProblemText } from '../../core/src/manager/planet-problem';
import type { ComponentConfig } from '../../core/src/model/planet';
import { managerCatalogue } from '../support/manager-catalogue';

/** Components are made here and not read, since the reader refuses some of these mistakes itself. */
function component(
  name: string,
  type: string,
  eaters: Readonly<Record<string, readonly string[]>> = {},
  other: Partial<ComponentConfig> = {},
): ComponentConfig {
  const linked = Object.entries(eaters).map(
    ([eater, feeds]) => [eater, feeds.map((feed, at) => ({ feed, alias: `${eater}-${at}` }))] as const,
  );
  return {
    name,
    type,
    worker: 'w',
    eaters: Object.fromEntries(linked),
    properties: {},
    plugs: [],
    virtualFeeds: {},
    place: { file: 'planet.xml', line: 7 },
    ...other,
  };
}

function problems(...components: readonly ComponentConfig[]): readonly (readonly [string, string])[] {
  const file = { file: 'planet.xml', atmosphere: [], flows: [{ name: 'main', components }] };
  return checkPlanet(Planet.of([file], managerCatalogue())).map((one) => [one.id, planetProblemText(one)]);
}

const video = component('video', 'test-video');
const audio = component('audio', 'test-audio');
const encoder = component('encoder', 'test-encoder', { default: ['video'] });

it('finds nothing wrong with a whole flow', () => {
  const muxer = component('muxer', 'test-muxer', { default: ['encoder', 'audio:default'] });
  const streamer = component('streamer', 'test-streamer', { default: ['muxer'] });
  expect(problems(video, audio, encoder, muxer, streamer)).toEqual([]);
});

it('takes what may fit behind a component that hands on what it is fed', () => {
  const either = component('either', 'test-switch', { master: ['audio'], backup: ['video'] });
  const behind = component('encoder', 'test-encoder', { default: ['either'] });
  expect(problems(video, audio, either, behind)).toEqual([]);
  const unfed = component('either', 'test-switch', { master: ['nowhere'] });
  expect(problems(unfed, behind).map(([id]) => id)).toEqual(['feed-unknown']);
  const circle = component('either', 'test-switch', { master: ['either'] });
  expect(problems(circle, behind).map(([id]) => id)).toEqual(['feed-cycle']);
});

describe('a property that names a bouncer', () => {
  const door = component('door', 'test-bouncer');
  const told = (judge: string, ...atmosphere: readonly ComponentConfig[]): readonly string[] => {
    const http = component('http', 'test-streamer', { default: ['video'] }, { properties: { judge } });
    const file = { file: 'planet.xml', atmosphere, flows: [{ name: 'main', components: [video, http] }] };
    return checkPlanet(Planet.of([file], managerCatalogue())).map(({ text }) => text);
  };

  it.each(['door', '/atmosphere/door'])('takes %s', (name) => expect(told(name, door)).toEqual([]));

  it('takes nothing else, and says what there is', () => {
    expect(told('dorr', door)).toEqual([
      'judge of http names "dorr", but the atmosphere has no such bouncer; did you mean "door"?',
    ]);
    expect(told('nobody', door)).toEqual([expect.stringMatching(/; there are door$/)]);
    expect(told('nobody')).toEqual([expect.stringMatching(/; it has none$/)]);
    expect(told('/main/video', door)).toEqual([
      'judge of http names "/main/video", which is no bouncer but a test-video',
    ]);
  });
});

it('tells the line of the feed that is wrong', () => {
  const link = { feed: 'vidoe', alias: 'default', place: { file: 'planet.xml', line: 9 } };
  const wrong = component('encoder', 'test-encoder', {}, { eaters: { default: [link] } });
  expect(problems(video, wrong)).toEqual([['feed-unknown', expect.stringMatching(/^planet\.xml:9: /)]]);
});

it.each<readonly [string, string, string, readonly ComponentConfig[]]>([
  [
    'a feed of a component that is not there',
    'feed-unknown',
    'has no component "vidoe"; did you mean "video"?',
    [video, component('encoder', 'test-encoder', { default: ['vidoe'] })],
  ],
  [
    'a feeder that is not there',
    'feed-unknown',
    'video has no feeder "extra"; there are default',
    [video, component('encoder', 'test-encoder', { default: ['video:extra'] })],
  ],
  [
    'a feed of a component that feeds nothing',
    'feed-unknown',
    'test-streamer feeds nothing',
    [
      video,
      component('http', 'test-streamer', { default: ['video'] }),
      component('encoder', 'test-encoder', { default: ['http'] }),
    ],
  ],
  [
    'media types that cannot meet',
    'media-types-differ',
    'its eater default takes video/x-raw; image/jpeg, the feed carries audio/x-raw',
    [audio, component('encoder', 'test-encoder', { default: ['audio'] })],
  ],
  [
    'media types that cannot meet, behind components that hand on what they are fed',
    'media-types-differ',
    'encoder cannot eat second:default: its eater default takes video/x-raw; image/jpeg, the feed carries audio/x-raw, which comes from audio:default',
    [
      audio,
      component('first', 'test-switch', { master: ['audio'] }),
      component('second', 'test-switch', { master: ['first'] }),
      component('encoder', 'test-encoder', { default: ['second'] }),
    ],
  ],
  [
    'media types that cannot meet, behind one that takes several and gives what it takes',
    'media-types-differ',
    'encoder cannot eat either:default: its eater default takes video/x-raw; image/jpeg, the feed carries audio/x-raw, which comes from audio:default',
    [
      audio,
      component('either', 'test-either', { master: ['audio'] }),
      component('encoder', 'test-encoder', { default: ['either'] }),
    ],
  ],
  [
    'media types of a virtual feed',
    'media-types-differ',
    'encoder cannot eat audio:default',
    [
      component('audio', 'test-audio', {}, { virtualFeeds: { 'cam:default': 'default' } }),
      component('encoder', 'test-encoder', { default: ['cam'] }),
    ],
  ],
  [
    'a required eater without a feed',
    'eater-unfed',
    'eater master of switch has no feed',
    [video, component('switch', 'test-switch', { backup: ['video'] })],
  ],
  [
    'several feeds for one',
    'eater-overfed',
    'takes one feed, not 2 (video, other)',
    [
      video,
      component('other', 'test-video'),
      component('encoder', 'test-encoder', { default: ['video', 'other'] }),
    ],
  ],
  [
    'an eater that is not there',
    'eater-unknown',
    'switch has no eater "bakcup"; did you mean "backup"?',
    [video, component('switch', 'test-switch', { master: ['video'], bakcup: ['video'] })],
  ],
  [
    'an eater of a component that eats nothing',
    'eater-unknown',
    'test-video eats nothing',
    [video, component('other', 'test-video', { default: ['video'] })],
  ],
  [
    'two clock masters',
    'clock-master-twice',
    'audio is a clock master, as video is',
    [
      component('video', 'test-video', {}, { clockMaster: true }),
      component('audio', 'test-audio', {}, { clockMaster: true }),
    ],
  ],
  ['one name twice', 'component-twice', '/main/video is there twice', [video, video]],
  [
    'no worker',
    'worker-missing',
    'video names no worker',
    [component('video', 'test-video', {}, { worker: undefined as never })],
  ],
  [
    'values that do not go together',
    'properties-refused',
    'http: reserve is more than max-clients',
    [
      video,
      component(
        'http',
        'test-streamer',
        { default: ['video'] },
        { properties: { 'max-clients': 5, reserve: 9 } },
      ),
    ],
  ],
])('names %s', (_, id, text, components) => {
  const found = problems(...components);
  expect(found.map(([one]) => one)).toContain(id);
  expect(found.find(([one]) => one === id)?.[1]).toContain(text);
  expect(found[0]?.[1]).toMatch(/^planet\.xml:7: /);
});

it('names the components of a circle', () => {
  const a = component('a', 'test-switch', { master: ['b'] });
  const b = component('b', 'test-switch', { master: ['a'] });
  expect(problems(a, b)).toEqual([
    ['feed-cycle', 'planet.xml:7: the feeds go round in a circle: a → b → a; take one of these feeds away'],
  ]);
});

describe('ports', () => {
  it('are not those of a component that does not listen', () => {
    const slave = (name: string): ComponentConfig =>
      component(name, 'test-streamer', { default: ['video'] }, { properties: { mode: 'slave' } });
    expect(problems(video, slave('one'), slave('two'), streamer('three', 'w'))).toEqual([]);
  });

  const streamer = (name: string, worker: string, port?: number): ComponentConfig =>
    component(
      name,
      'test-streamer',
      { default: ['video'] },
      { worker, properties: port === undefined ? {} : { port } },
    );

  it('may not be shared on one worker, the default included', () => {
    expect(problems(video, streamer('one', 'w', 8800), streamer('two', 'w'))).toEqual([
      ['port-twice', expect.stringContaining('two and one both listen on port 8800 on worker w')],
    ]);
  });

  it('may be shared with different addresses, none of which stands for all', () => {
    const receiver = (name: string, address?: string): ComponentConfig =>
      component(name, 'test-receiver', {}, { properties: address === undefined ? {} : { address } });
    const [one, two] = [receiver('one', '239.1.1.1'), receiver('two', '239.1.1.2')];
    expect(problems(one, two)).toEqual([]);
    for (const other of ['239.1.1.1', '0.0.0.0', undefined]) {
      expect(problems(one, two, receiver('three', other))).toEqual([
        ['port-twice', expect.stringContaining('three and one both listen on port 5004')],
      ]);
    }
  });

  it('may be the same on two workers, differ on one, or be chosen by the system', () => {
    expect(problems(video, streamer('one', 'w'), streamer('two', 'x'), streamer('three', 'w', 8801))).toEqual(
      [],
    );
    expect(problems(video, streamer('one', 'w', 0), streamer('two', 'w', 0))).toEqual([]);
  });
});
