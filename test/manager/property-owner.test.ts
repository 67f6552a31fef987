import { expect, test } from '@jest/globals';
import type { PlanetComponent } from '../../core/src/manager/planet';
import { judge, ownerOf, shownValue } from '../../core/src/manager/property-owner';
import { defineComponent, definePlug } from '../../core/src/plugin';

const description = 'For tests.';
const definition = defineComponent({
  type: 'thing',
  kind: 'misc',
  description,
  properties: {
    key: { type: 'string', secret: true, live: true, description },
    text: { type: 'string', live: true, description },
    door: {
      type: 'compound',
      description,
      properties: { code: { type: 'string', secret: true, description } },
    },
  },
});
const plug = definePlug(
  {
    type: 'echo',
    socket: 'component',
    description,
    properties: {
      level: { type: 'int', min: 0, max: 5, live: true, description },
      most: { type: 'int', live: true, required: true, description },
    },
  },
  { check: ({ level = 0, most }) => (level > most ? 'level is more than most' : undefined) },
);

function component(...types: readonly string[]): PlanetComponent {
  const plugs = types.map((type) => ({ type, properties: { most: 3 } }));
  const config = { name: 'c', type: 'thing', eaters: {}, properties: {}, plugs, virtualFeeds: {} };
  return {
    id: '/f/c',
    flow: 'f',
    config,
    definition,
    spec: definition.spec,
    plugs: types.map(() => plug),
    file: 'p.xml',
  };
}

test('a plug is named by its type, its numbered name or its place', () => {
  expect(ownerOf(component('echo'), 'echo')).toMatchObject({ id: '/f/c, plug echo', place: { plug: 0 } });
  expect(ownerOf(component('echo', 'echo'), '1').place).toEqual({ plug: 1 });
  expect(ownerOf(component('echo', 'echo'), 'echo-2').place).toEqual({ plug: 1 });
  expect(ownerOf(component('echo')).place).toEqual({});
});

test('an ambiguous or unknown plug is refused with what there is', () => {
  expect(() => ownerOf(component('echo', 'echo'), 'echo')).toThrow(/no plug "echo".*0 is echo, 1 is echo-2/);
  expect(() => ownerOf(component('echo'), '5')).toThrow(/no plug "5"/);
  expect(() => ownerOf(component(), 'constructor')).toThrow(/it has none/);
});

test('a value of a plug is judged by its declaration and its check', () => {
  const owner = ownerOf(component('echo'), 'echo');
  expect(judge(owner, 'level', 2)).toBe(2);
  expect(judge(owner, 'level', null)).toBeNull();
  expect(() => judge(owner, 'level', 6)).toThrow(/6 is not/);
  expect(() => judge(owner, 'level', 4)).toThrow(/level is more than most/);
  expect(() => judge(owner, 'most', null)).toThrow(/a value is required/);
  expect(() => judge(owner, 'levle', 1)).toThrow(/did you mean "level"/);
});

test('what is secret, or holds a secret, or is not known is never shown', () => {
  const owner = ownerOf(component());
  expect(shownValue(owner.specs, 'text', 'hello')).toBe('hello');
  expect(shownValue(owner.specs, 'key', 'hush')).toBe('***');
  expect(shownValue(owner.specs, 'door', { code: '1' })).toBe('***');
  expect(shownValue(owner.specs, 'kye', 'hush')).toBe('***');
});
