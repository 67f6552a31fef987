import { readValue, writeValue } from '../../core/src/config/values';
import type { Fraction, PropertySpec } from '../../core/src/plugin';

const description = 'For tests.';
const int: PropertySpec = { type: 'int', description };
const float: PropertySpec = { type: 'float', description };
const bool: PropertySpec = { type: 'bool', description };
const fraction: PropertySpec = { type: 'fraction', description };
const string: PropertySpec = { type: 'string', description };
const rawstring: PropertySpec = { type: 'rawstring', description };

function value(spec: PropertySpec, text: string): unknown {
  const judged = readValue(spec, text);
  return judged.ok ? judged.value : judged.problem;
}

describe('readValue', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    [' 42\n', 42],
    ['-17', -17],
    ['+3', 3],
    ['0x1F', 31],
    ['0b101', 5],
    ['0o17', 15],
    ['017', 15],
    ['9007199254740991', 9007199254740991],
  ])('reads the whole number %j', (text, expected) => {
    expect(value(int, text)).toBe(expected);
  });

  it.each(['', '1.5', '089', '0x', '1e3', '9007199254740992', 'NaN', '1_000', '--1', '12px'])(
    'takes %j for no whole number',
    (text) => expect(value(int, text)).toBe(`${JSON.stringify(text)} is not a whole number`),
  );

  it.each([
    ['0.5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-1e-3', -0.001],
  ])('reads the number %j', (text, expected) => expect(value(float, text)).toBe(expected));

  it.each(['', 'inf', 'nan', '1e999', '0x10', '1,5'])('takes %j for no number', (text) => {
    expect(value(float, text)).toMatch(/is not a number/);
  });

  it.each(['true', 'True', 'yes', '1', ' 1 '])('takes %j for true', (text) =>
    expect(value(bool, text)).toBe(true),
  );
  it.each(['false', 'False', 'no', '0'])('takes %j for false', (text) =>
    expect(value(bool, text)).toBe(false),
  );
  it.each(['', 'on', 'TRUE', '2'])('takes %j for neither', (text) =>
    expect(value(bool, text)).toMatch(/is not true or false/),
  );

  it.each<[string, Fraction]>([
    ['30000/1001', [30000, 1001]],
    ['50/10', [50, 10]],
    ['25', [25, 1]],
    ['12.5', [25, 2]],
    ['29.97', [2997, 100]],
    ['0', [0, 1]],
  ])('reads the fraction %s', (text, expected) => expect(value(fraction, text)).toEqual(expected));
  it.each(['25/0', '25/', '/1', 'a/b', '1/2/3', '', '25/-1'])('takes %j for no fraction', (text) => {
    expect(value(fraction, text)).toMatch(/is not a fraction/);
  });

  it('compares fractions as quotients', () => {
    const spec: PropertySpec = { type: 'fraction', description, min: [1, 10], max: [120, 1] };
    expect(value(spec, '5/50')).toEqual([5, 50]);
    expect(value(spec, '1/11')).toBe('1/11 is not a fraction such as 25/1 from 1/10 to 120/1');
  });

  it('folds line breaks of a string and keeps those of a rawstring', () => {
    expect(value(string, ' a\n   b \r\n')).toBe('a b');
    expect(value(string, ' a ')).toBe(' a ');
    expect(value(rawstring, '\n a\n b\n')).toBe('\n a\n b\n');
  });

  it('never shows a secret', () => {
    const secret: PropertySpec = { type: 'int', description, secret: true, max: 5 };
    expect(value(secret, 'hunter2')).not.toMatch(/hunter/);
    expect(value(secret, '1234')).not.toMatch(/1234/);
  });

  it('escapes and shortens what it shows', () => {
    expect(value(int, '\u001b[31m')).toContain('"\\u001b[31m"');
    expect(String(value(int, 'x'.repeat(5000))).length).toBeLessThan(120);
  });
});

describe('writeValue', () => {
  it.each([
    [int, -7],
    [float, 0.1],
    [float, 1e-9],
    [float, 1e30],
    [bool, false],
    [rawstring, ' a\n'],
  ])('writes what readValue reads back', (spec, given) => {
    expect(value(spec, writeValue(given))).toBe(given);
  });

  it('writes fractions', () => expect(writeValue([30000, 1001])).toBe('30000/1001'));
});
