import { withDefaults } from '../../core/src/model/values';
import { defineComponent, type Fraction, type ValuesOf } from '../../core/src/plugin';

/** True only when each type can stand for the other, and none is `any`. */
type Same<A, B> = 0 extends 1 & A ? false : [A, B] extends [B, A] ? true : false;

const description = 'For tests.';
const properties = {
  plain: { type: 'int', description },
  needed: { type: 'string', required: true, description },
  usual: { type: 'float', default: 0.5, description },
  switch: { type: 'bool', description },
  word: { type: 'enum', values: ['red', 'green'], description },
  colour: { type: 'enum', values: ['red', 'green'], default: 'red', description },
  rate: { type: 'fraction', description },
  many: { type: 'long', multiple: true, description },
  block: {
    type: 'compound',
    multiple: true,
    description,
    properties: {
      name: { type: 'rawstring', required: true, description },
      at: { type: 'int', description },
    },
  },
} as const;

interface Wanted {
  readonly plain: number | undefined;
  readonly needed: string;
  readonly usual: number;
  readonly switch: boolean | undefined;
  readonly word: 'red' | 'green' | undefined;
  readonly colour: 'red' | 'green';
  readonly rate: Fraction | undefined;
  readonly many: readonly number[];
  readonly block: readonly { readonly name: string; readonly at: number | undefined }[];
}

test('the types of property values follow from their declarations', () => {
  // The compiler refuses this file when they do not.
  const same: Same<ValuesOf<typeof properties>, Wanted> = true;
  expect(same).toBe(true);
  const values = withDefaults(properties, { needed: 'x' });
  expect(values).toEqual({ needed: 'x', usual: 0.5, colour: 'red', many: [], block: [] });
});

test('inside a behaviour they are known without being said again', () => {
  const component = defineComponent(
    {
      type: 'typed-producer',
      kind: 'producer',
      description,
      feeders: { default: { caps: 'ANY' } },
      properties: {
        pattern: { type: 'enum', values: ['ball', 'snow'], default: 'ball', description },
        size: { type: 'int', description },
      },
      pipeline: ({ pattern }) => (pattern === 'ball' ? 'videotestsrc' : 'videotestsrc pattern=snow'),
    },
    {
      check({ pattern, size }) {
        const chosen: 'ball' | 'snow' = pattern;
        // @ts-expect-error it is one of two words
        const other: 'smpte' = pattern;
        return size === 0 ? `no size for ${chosen} or ${other}` : undefined;
      },
      start(context) {
        // @ts-expect-error there is no such property
        expect(context.properties.colour).toBeUndefined();
        // @ts-expect-error a number may be missing
        expect(context.properties.size.toFixed).toBeDefined();
      },
    },
  );
  expect((component.behaviour.check as (values: object) => unknown)({ pattern: 'ball', size: 0 })).toBe(
    'no size for ball or ball',
  );
});

test('tables and actions of a behaviour are those that are declared', () => {
  const component = defineComponent(
    {
      type: 'typed-misc',
      kind: 'misc',
      description,
      tables: {
        guests: {
          description,
          columns: { name: { kind: 'text', description }, since: { kind: 'time', description } },
        },
      },
      actions: {
        eject: {
          description,
          parameters: { name: { type: 'string', required: true, description } },
          answer: { left: { kind: 'number', description } },
        },
        rest: { description },
      },
    },
    {
      tables: {
        guests: () => {
          const row: { readonly name?: string | undefined; readonly since?: number | undefined } = {
            name: 'a',
          };
          return [row];
        },
      },
      actions: {
        eject(_, { name, ...others }) {
          const same: Same<[typeof name, typeof others], [string, Readonly<Record<never, never>>]> = true;
          return { left: name.length + Object.keys(others).length + Number(same) };
        },
        rest: () => undefined,
      },
    },
  );
  expect(Object.keys(component.spec.tables ?? {})).toEqual(['guests']);
});
