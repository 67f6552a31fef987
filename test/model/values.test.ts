import { validateValue, validateValues, withDefaults } from '../../core/src/model/values';
import type { PropertySpec, PropertySpecs } from '../../core/src/plugin';

const description = 'For tests.';
const specs: PropertySpecs = {
  port: { type: 'int', description, min: 1, max: 65535, default: 8800 },
  path: { type: 'string', description, required: true },
  mode: { type: 'enum', description, values: ['pull', 'push'] },
  rate: { type: 'fraction', description, min: [1, 1] },
  allow: { type: 'string', description, multiple: true },
  old: { type: 'int', description, retired: 'gone' },
  input: {
    type: 'compound',
    description,
    multiple: true,
    properties: {
      alias: { type: 'string', description, required: true },
      alpha: { type: 'float', description, max: 1, default: 1 },
    },
  },
};

function problem(spec: PropertySpec | undefined, value: unknown): string | undefined {
  if (!spec) throw new Error('no such property');
  const judged = validateValue(spec, value);
  return judged.ok ? undefined : judged.problem;
}

describe('validateValue', () => {
  it.each<[string, unknown, string | undefined]>([
    ['port', 80, undefined],
    ['port', 0, '0 is not a whole number from 1 to 65535'],
    ['port', '80', '"80" is not a whole number from 1 to 65535'],
    ['port', 1.5, '1.5 is not a whole number from 1 to 65535'],
    ['port', NaN, 'NaN is not a whole number from 1 to 65535'],
    ['path', 'a\u0000', 'the text contains the control character "\\u0000"'],
    ['path', 'a\ud800', 'the text contains the control character "\\ud800"'],
    ['path', null, 'null is not text'],
    ['mode', 'pul', '"pul" is not one of pull, push; did you mean "pull"?'],
    ['rate', [25, 1], undefined],
    ['rate', '25/1', '"25/1" is text; a fraction is given as its two numbers, such as [25, 1]'],
    ['rate', [25, 0], '25/0 is not a fraction such as 25/1, 1/1 or more'],
    ['rate', [1, 2], '1/2 is not a fraction such as 25/1, 1/1 or more'],
    ['allow', 'one', '"one" is not a list of values'],
    ['allow', ['one', 2], '2 is not text'],
    ['input', [{ alias: 'a', alpha: 0.5 }], undefined],
    [
      'input',
      [{ alpha: 2, x: 1 }],
      'alpha: 2 is not a number, 1 or less; x: unknown property "x"; it has alias, alpha; alias: a value is required',
    ],
  ])('judges %s = %j', (name, value, expected) => {
    expect(problem(specs[name], value)).toBe(expected);
  });

  it('folds the line breaks of a string, as files do', () => {
    expect(validateValue({ type: 'string', description }, 'a\n  b')).toEqual({ ok: true, value: 'a b' });
  });
});

describe('validateValues', () => {
  it('names every problem and keeps the good values', () => {
    const { values, problems } = validateValues(specs, { port: 1, prot: 2, mode: 'x', old: 'any' });
    expect(values).toEqual({ port: 1 });
    expect(problems).toEqual([
      { property: 'prot', problem: 'unknown property "prot"; did you mean "port"?' },
      { property: 'mode', problem: '"x" is not one of pull, push' },
      { property: 'path', problem: 'a value is required' },
    ]);
  });

  it('knows no inherited names', () => {
    const values = JSON.parse('{"path":"/","__proto__":1,"constructor":2}') as Record<string, unknown>;
    expect(validateValues(specs, values).problems.map((each) => each.property)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});

describe('withDefaults', () => {
  it('fills defaults, also inside compounds, and empty lists', () => {
    expect(withDefaults(specs, { path: '/', input: [{ alias: 'a' }] })).toEqual({
      path: '/',
      port: 8800,
      allow: [],
      input: [{ alias: 'a', alpha: 1 }],
    });
  });

  it('leaves what was given', () => {
    expect(withDefaults(specs, { port: 1, allow: ['x'] })).toMatchObject({ port: 1, allow: ['x'] });
  });
});
