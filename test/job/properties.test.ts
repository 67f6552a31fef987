import { defineComponent } from '../../core/src/plugin';
import { applyProperties } from '../../core/src/job/properties';
import { tapsOnly } from '../../core/src/job/node-media';

const component = defineComponent({
  type: 'x',
  kind: 'encoder',
  description: 'For tests.',
  properties: {
    bitrate: {
      type: 'int',
      description: 'Rate.',
      sets: 'encoder.bitrate',
      to: (bps) => Math.round(bps / 1000),
    },
    rate: { type: 'fraction', description: 'Rate.', sets: 'encoder.rate' },
    both: { type: 'bool', description: 'Two.', sets: ['a.on', 'b.on'] },
    plain: { type: 'string', description: 'Drives nothing.' },
  },
});

function run(values: Record<string, unknown>): string[] {
  const calls: string[] = [];
  applyProperties(component.spec, values as never, (name) =>
    name === 'gone'
      ? undefined
      : {
          factory: name,
          get: () => undefined,
          set: (property, value) => calls.push(`${name}.${property}=${JSON.stringify(value)}`),
          ramp: () => undefined,
        },
  );
  return calls;
}

test('values reach the elements their declaration names, converted, in the order of declaration', () => {
  expect(run({ both: false, rate: [30000, 1001], bitrate: 128_400, plain: 'x ! filesink' })).toEqual([
    'encoder.bitrate=128',
    'encoder.rate="30000/1001"',
    'a.on=false',
    'b.on=false',
  ]);
});

test('what has no value is left to the element', () => {
  expect(run({})).toEqual([]);
});

test('an element that is not there is named', () => {
  const odd = defineComponent({
    type: 'y',
    kind: 'misc',
    description: 'For tests.',
    properties: { a: { type: 'int', description: 'A.', sets: 'gone.a' } },
  });
  expect(() => applyProperties(odd.spec, { a: 1 }, () => undefined)).toThrow('gone.a');
});

test.each([
  ['@eater:default@ ! @tap:default@', [['default', 'default']]],
  [
    ' @eater:a@ ! @tap:x@  @eater:b@ ! @tap:y@ ',
    [
      ['x', 'a'],
      ['y', 'b'],
    ],
  ],
  ['@eater:a@ ! identity ! @tap:x@', undefined],
  ['videotestsrc ! @tap:x@', undefined],
])('taps of %j', (text, taps) => {
  const found = tapsOnly(text);
  expect(found && [...found]).toEqual(taps);
});
