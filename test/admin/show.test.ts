import { bytesText, cellText, pairsText, tableText } from '../../admin/src/command/show';
import { readSpec } from '../../admin/src/command/spec';
import { namedValues, valueOf } from '../../admin/src/client/values';

describe('tables and lists', () => {
  it('stand in columns, without lines', () => {
    expect(
      tableText(
        ['a', 'mood'],
        [
          ['/main/video', 'happy'],
          ['b', undefined],
        ],
      ),
    ).toBe('a            mood\n/main/video  happy\nb\n');
    expect(tableText(['a'], [])).toBe('none\n');
    expect(
      pairsText([
        ['cpu', 0.123456789],
        ['list', [1, 2]],
        ['gone', undefined],
      ]),
    ).toBe('cpu   0.123457\nlist  [1,2]\n');
  });

  it('outside text cannot steer the terminal', () => {
    expect(cellText('\u001b[2J')).toBe('\\x1b[2J');
    expect(tableText(['\u0007'], [['a\nb']])).toBe('\\x07\na\\x0ab\n');
  });

  it('bytes for people', () => {
    expect([0, 999, 1000, 1_500_000, 123_456_789_000].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.5 MB',
      '123 GB',
    ]);
  });
});

describe('words as values', () => {
  it.each([
    ['17', { type: 'string' }, '17'],
    ['17', { type: 'integer' }, 17],
    ['1.5', { type: 'number' }, 1.5],
    ['true', { type: 'boolean' }, true],
    ['true', undefined, true],
    ['true', { type: 'string' }, 'true'],
    ['on air', undefined, 'on air'],
    ['25/1', { type: 'array' }, [25, 1]],
    ['{"a":1}', { type: 'object' }, { a: 1 }],
    ['ssl', { enum: ['tcp', 'ssl'] }, 'ssl'],
    ['3', { anyOf: [{ type: 'integer' }, { type: 'string' }] }, 3],
    ['x', { anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'x'],
    ['null', { type: 'integer' }, null],
  ])('%s as %j', (word, schema, value) => {
    expect(valueOf(word, schema, 'it')).toEqual(value);
  });

  it('of another kind are refused', () => {
    expect(() => valueOf('1.5', { type: 'integer' }, 'width')).toThrow('width: expected integer, got "1.5"');
    expect(() => valueOf('yes', { type: 'boolean' }, 'on')).toThrow('on: expected boolean, got "yes"');
    expect(() => namedValues(['a'], {}, 'it')).toThrow('it: expected name=value, got "a"');
    expect(namedValues(['a=1=2', 'b='], undefined, 'it')).toEqual({ a: '1=2', b: '' });
  });
});

describe('the form of arguments of Flumotion 0.10', () => {
  it.each([
    ['is', ['5', 'a b'], [5, 'a b']],
    ['b', ['off'], [false]],
    ['N', [], [null]],
    ['(ii)s', ['1', '2', 'x'], [[1, 2], 'x']],
    ['[s{si}]', ['a', 'b', '3'], [['a', { b: 3 }]]],
  ])('%s %j', (spec, words, values) => {
    expect(readSpec(spec, words)).toEqual(values);
  });

  it.each([
    ['i', ['x'], 'expected a whole number, got "x"'],
    ['b', ['maybe'], 'expected true or false'],
    ['s', [], 'wants more than the 0 words'],
    ['s', ['a', 'b'], 'takes 1 words, 2 were given'],
    ['(s', ['a'], 'lacks a )'],
    ['q', ['a'], 'has the letter q'],
    ['{s}', ['a'], 'by turns'],
    ['F', ['/nowhere'], '/nowhere cannot be read'],
  ])('%s %j is refused', (spec, words, text) => {
    expect(() => readSpec(spec, words)).toThrow(text);
  });
});
