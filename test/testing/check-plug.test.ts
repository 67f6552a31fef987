import { expect, test } from '@jest/globals';
import { definePlug, type PlugDefinition } from '../../core/src/plugin';
import { checkPlug } from '../../core/src/testing';

const description = 'For tests.';

/** A plug of untyped parts, as JavaScript may hand it over. */
function plug(spec: object, behaviour: object = {}): PlugDefinition {
  return definePlug({ type: 'thing', socket: 'component', description, ...spec }, behaviour as never);
}

test('a sound plug has no complaints', () => {
  expect(checkPlug(plug({}))).toEqual([]);
  expect(checkPlug(plug({ socket: 'my-own' }, { anything: () => 1 }))).toEqual([]);
  const effect = {
    socket: 'effect',
    caps: 'video/x-raw',
    pipeline: 'videobalance name=balance',
    properties: { hue: { type: 'float', min: 0, max: 1, live: true, description, sets: 'balance.hue' } },
  };
  expect(checkPlug(plug(effect, { elementMessage: () => undefined }))).toEqual([]);
});

test.each<[string, object, object, string]>([
  ['a type with capitals', { type: 'Thing' }, {}, 'type "Thing": expected lower-case words'],
  ['no description', { description: '' }, {}, 'the plug has no description'],
  ['a dotted socket', { socket: 'a.b' }, {}, 'socket "a.b": expected lower-case words'],
  ['a hook that is missing', { socket: 'request-logger' }, {}, 'needs the hook event'],
  ['a hook that nobody calls', {}, { event: () => 1 }, 'the socket component has no hook event'],
  ['a hook that is no function', {}, { start: 1 }, 'the hook start is no function'],
  ['an effect without caps', { socket: 'effect', pipeline: 'volume' }, {}, 'an effect has the caps'],
  ['an effect without text', { socket: 'effect', caps: 'audio/x-raw' }, {}, 'an effect needs pipeline text'],
  ['caps of no effect', { caps: 'audio/x-raw' }, {}, 'caps are for plugs of the socket effect'],
  ['text of no effect', { pipeline: 'volume' }, {}, 'pipeline text is for plugs of the socket effect'],
  [
    'a placeholder',
    { socket: 'effect', caps: 'audio/x-raw', pipeline: 'volume ! @feeder:default@' },
    {},
    'has no placeholders',
  ],
  [
    'a value in the text',
    {
      socket: 'effect',
      caps: 'audio/x-raw',
      properties: { text: { type: 'string', description } },
      pipeline: ({ text }: { text?: string }) => `volume name=${text ?? 'x'}`,
    },
    {},
    'a value enters the pipeline text',
  ],
  [
    'an element that is not there',
    {
      socket: 'effect',
      caps: 'audio/x-raw',
      properties: { volume: { type: 'float', description, sets: 'vol.volume' } },
      pipeline: 'volume',
    },
    {},
    'sets "vol.volume", but the pipeline has no name=vol',
  ],
  [
    'a driven element of no effect',
    { properties: { volume: { type: 'float', description, sets: 'a.b' } } },
    {},
    'has "sets", but the plug has no pipeline',
  ],
  ['a stat with a bad name', { stats: { 'A b': { kind: 'gauge', description } } }, {}, 'stat "A b"'],
])('%s', (_, spec, behaviour, words) => {
  expect(checkPlug(plug(spec, behaviour))).toContainEqual(expect.stringContaining(words));
});

test('what is no plug, and what cannot be read, is one complaint', () => {
  expect(checkPlug({} as never)).toEqual([expect.stringContaining('make it with definePlug')]);
  expect(checkPlug(plug({ properties: 5, stats: null, needs: 7, description: 3 })).length).toBeGreaterThan(0);
});
