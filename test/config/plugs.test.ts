import { expect, test } from '@jest/globals';
import type { ConfigCatalogue } from '../../core/src/config/catalogue';
import { parsePlanet, type ReadPlanet } from '../../core/src/config/planet-file';
import { writePlanet } from '../../core/src/config/planet-writer';
import { problemText } from '../../core/src/model/problem';
import type { AnyComponentSpec, AnyPlugSpec } from '../../core/src/plugin';

const description = 'For tests.';
const BASE = 'flumotion.component.plugs';

const COMPONENTS: readonly AnyComponentSpec[] = [
  {
    type: 'camera',
    kind: 'producer',
    description,
    feeders: {
      video: { caps: 'video/x-raw' },
      audio: { caps: 'audio/x-raw' },
      more: { caps: 'audio/x-raw' },
    },
  },
  { type: 'encoder', kind: 'encoder', description, feeders: { default: { caps: 'video/x-theora' } } },
  { type: 'any', kind: 'producer', description, feeders: { default: { caps: 'ANY' } } },
  // A package that still names its socket as Flumotion 0.10 did.
  { type: 'streamer', kind: 'consumer', description, sockets: [`${BASE}.request.RequestLoggerPlug`] },
  { type: 'web', kind: 'misc', description, sockets: ['pages'] },
];

const PLUGS: readonly AnyPlugSpec[] = [
  { type: 'example', socket: 'component', description },
  { type: 'brighter', socket: 'effect', caps: 'video/x-raw', pipeline: 'videobalance', description },
  { type: 'louder', socket: 'effect', caps: 'audio/x-raw', pipeline: 'volume', description },
  { type: 'boss', socket: 'manager', description },
  { type: 'page', socket: 'pages', description },
  {
    type: 'logger',
    socket: 'request-logger',
    description,
    properties: {
      logfile: { type: 'string', required: true, description },
      level: { type: 'int', min: 0, max: 5, description },
    },
  },
];

const catalogue: ConfigCatalogue = {
  find: (type) => COMPONENTS.find((one) => one.type === type),
  types: () => COMPONENTS.map(({ type }) => type),
  findPlug: (type) => PLUGS.find((one) => one.type === type),
  plugTypes: () => PLUGS.map(({ type }) => type),
};

function read(type: string, plugs: string, manager = ''): ReadPlanet {
  const flow = `<flow name="f"><component name="c" type="${type}" worker="w">\n<plugs>\n${plugs}\n</plugs>\n</component></flow>`;
  return parsePlanet(`<planet>${manager}${flow}</planet>`, 'p.xml', catalogue);
}

function refusal(type: string, plugs: string): string {
  try {
    read(type, plugs);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

const LOGGER = '<plug type="logger"><property name="logfile">a.log</property></plug>';

test('a component takes plugs of its sockets, and every component those of the socket component, in their order', () => {
  const { planet } = read('streamer', `<plug type="example"/>${LOGGER}<plug type="example"/>`);
  expect(planet.flows[0]?.components[0]?.plugs).toMatchObject([
    { type: 'example', properties: {} },
    { type: 'logger', properties: { logfile: 'a.log' } },
    { type: 'example' },
  ]);
});

test('the socket may be named as Flumotion 0.10 did; a wrong one is a warning', () => {
  const old = LOGGER.replace('type=', `socket="${BASE}.request.RequestLoggerPlug" type=`);
  expect(read('streamer', old).warnings).toEqual([]);
  const wrong = LOGGER.replace('type=', 'socket="component" type=');
  expect(read('streamer', wrong).warnings.map(problemText)).toEqual([
    'p.xml:3: plug "logger" fits the socket request-logger; socket="component" is ignored',
  ]);
});

test('a name of the original may stand for two sockets', () => {
  const named = (type: string): string => `<plug type="${type}" socket="${BASE}.base.ComponentPlug"/>`;
  expect(read('web', named('page') + named('example')).warnings).toEqual([]);
  expect(read('web', '<plug type="page" socket="component"/>').warnings).toHaveLength(1);
});

test('an effect needs no socket: it finds its feeder, or is told which', () => {
  const { planet } = read('camera', '<plug type="brighter"/><plug type="louder" feeder="more"/>');
  expect(planet.flows[0]?.components[0]?.plugs).toMatchObject([
    { type: 'brighter' },
    { type: 'louder', feeder: 'more' },
  ]);
  expect(read('any', '<plug type="louder" feeder="default"/>').planet.flows).toHaveLength(1);
});

test.each([
  [
    'camera',
    LOGGER,
    '3: plug "logger" fits the socket request-logger, which is not here; it offers component',
  ],
  ['camera', '<plug type="boss"/>', '3: plug "boss" fits the socket manager, which is not here'],
  ['camera', '<plug type="exampel"/>', '3: plug type "exampel" is not installed; did you mean "example"?'],
  ['camera', '<plug/>', '3: <plug> needs the attribute type'],
  [
    'camera',
    '<plug type="louder"/>',
    'fits in front of several feeders; add feeder="NAME" with one of audio, more',
  ],
  ['camera', '<plug type="louder" feeder="sound"/>', 'camera has no feeder "sound"'],
  [
    'camera',
    '<plug type="louder" feeder="video"/>',
    'does not fit in front of the feeder "video", which carries video/x-raw',
  ],
  ['camera', '<plug type="example" feeder="video"/>', 'plug "example" is no effect'],
  [
    'encoder',
    '<plug type="brighter"/>',
    'needs a feeder of video/x-raw, and encoder has none (default carries video/x-theora)',
  ],
  ['any', '<plug type="louder"/>', 'needs a feeder of audio/x-raw, and any has none'],
  ['streamer', '<plug type="brighter"/>', 'streamer has none'],
  ['streamer', '<plug type="logger"/>', '3: property "logfile" of <plug> "logger" is required and missing'],
  [
    'streamer',
    LOGGER.replace('</plug>', '<property name="level">6</property></plug>'),
    'property "level": 6 is not a whole number from 0 to 5',
  ],
])('%s refuses %s', (type, plugs, words) => {
  expect(refusal(type, plugs)).toContain(words);
});

test('the manager takes its own plugs only', () => {
  const manager = (plug: string): string => `<manager><plugs>${plug}</plugs></manager>`;
  expect(read('any', '', manager('<plug type="boss"/>')).planet.manager?.plugs).toMatchObject([
    { type: 'boss' },
  ]);
  expect(() => read('any', '', manager('<plug type="example"/>'))).toThrow(
    /fits the socket component, which is not here; it offers manager, admin-action, identity/,
  );
  expect(() => read('any', '', manager('<plug type="brighter"/>'))).toThrow(
    /fits the socket effect, which is not here/,
  );
});

test('what is written is what was read', () => {
  const { planet } = read('camera', '<plug type="louder" feeder="more"/><plug type="example"/>');
  const text = writePlanet(planet, catalogue);
  expect(text).toContain('<plug type="louder" feeder="more"/>');
  const again = parsePlanet(text, 'p.xml', catalogue).planet;
  const plugs = again.flows[0]?.components[0]?.plugs.map(({ type, feeder }) => [type, feeder]);
  expect(plugs).toEqual([
    ['louder', 'more'],
    ['example', undefined],
  ]);
});
