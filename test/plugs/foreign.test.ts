import { checkPlanet } from '../../core/src/manager/check';
import { neededElements } from '../../core/src/manager/element-check';
import { Planet } from '../../core/src/manager/planet';
import { ownerOf } from '../../core/src/manager/property-owner';
import { defineComponent, type ComponentDefinition } from '../../core/src/plugin';
import { askForeign, complaintOf } from '../../core/src/plugs/foreign';

const never = (): never => {
  for (;;);
};
const fail = (): never => {
  throw new Error('out of luck\n  at somewhere');
};

test('what a function gives is handed on; what it throws, or that it does not come back, is a reason', () => {
  expect(askForeign(() => 7)).toEqual({ ok: true, value: 7 });
  expect(askForeign(fail)).toEqual({ ok: false, reason: 'out of luck' });
  expect(askForeign(never)).toEqual({ ok: false, reason: 'it did not come back within 1 s' });
  expect(askForeign(() => 'again')).toEqual({ ok: true, value: 'again' });
});

test('a check that fails is a complaint, as is what it says', () => {
  expect(complaintOf(() => undefined)).toBeUndefined();
  expect(complaintOf(() => 'too much')).toBe('too much');
  expect(complaintOf(fail)).toBe('its check failed: out of luck');
  expect(complaintOf(() => ({ toString: fail }))).toBe('its check failed: it gave something that is no text');
});

/** The planet of one component. */
function planet(definition: ComponentDefinition): Planet {
  const config = { name: 'odd', type: 'odd-producer', worker: 'w', properties: { n: 7 } };
  const component = { ...config, eaters: {}, plugs: [], virtualFeeds: {} };
  const file = { file: 'planet.xml', atmosphere: [], flows: [{ name: 'main', components: [component] }] };
  const types = { find: () => definition.spec, definition: () => definition, list: () => [] };
  return Planet.of([file], types);
}

const SPEC = {
  type: 'odd-producer',
  kind: 'producer',
  description: 'Odd.',
  feeders: { default: { caps: 'video/x-raw' } },
  properties: { n: { type: 'int', live: true, description: 'N.' } },
  pipeline: 'videotestsrc',
} as const;

test.each([
  ['throws in its check', defineComponent(SPEC, { check: fail }), 'odd: its check failed: out of luck'],
  [
    'hangs in its check',
    defineComponent(SPEC, { check: never }),
    'odd: its check failed: it did not come back',
  ],
  [
    'throws in its pipeline',
    defineComponent({ ...SPEC, pipeline: ({ n }) => (n === 7 ? fail() : 'videotestsrc') }),
    'odd: its pipeline cannot be chosen: out of luck',
  ],
])('a component that %s is refused by name, and stops no manager', (_, definition, words) => {
  const whole = planet(definition);
  expect(checkPlanet(whole)).toEqual([
    { id: 'properties-refused', component: '/main/odd', text: expect.stringContaining(words) },
  ]);
  const [component] = whole.components;
  if (!component) throw new Error('it has one');
  expect(() => neededElements(component)).not.toThrow();
  expect(() => ownerOf(component).check({ n: 7 })).not.toThrow();
});
