import type { PropertySpec } from '../app/api/types';
import {
  changedNames,
  complaint,
  formOrder,
  givenValues,
  hint,
  rebased,
  valueText,
} from '../app/forms/property-rules';

const width: PropertySpec = {
  type: 'int',
  description: 'Width.',
  min: 16,
  max: 1024,
  unit: 'px',
  default: 320,
};
const rate: PropertySpec = { type: 'fraction', description: 'Frames.', min: [1, 1], max: [60, 1] };

test('whole numbers within their range', () => {
  expect(complaint(width, 16)).toBeUndefined();
  expect(complaint(width, 15)).toBe('At least 16 px.');
  expect(complaint(width, 1025)).toBe('At most 1024 px.');
  expect(complaint(width, 1.5)).toBe('A whole number is needed.');
  expect(complaint(width, undefined)).toBeUndefined();
  expect(complaint({ ...width, required: true }, undefined)).toBe('A value is needed.');
});

test('fractions by their quotient, words of a set, several values each', () => {
  expect(complaint(rate, [30_000, 1001])).toBeUndefined();
  expect(complaint(rate, [121, 2])).toBe('At most 60/1.');
  expect(complaint(rate, [1, 0])).toMatch(/fraction of two whole numbers/);
  const word: PropertySpec = { type: 'enum', description: '', values: ['a', 'b'] };
  expect(complaint(word, 'c')).toBe('One of a, b is needed.');
  expect(complaint({ ...width, multiple: true }, [20, 5])).toBe('At least 16 px.');
});

test('the hint says range, unit and what counts otherwise', () => {
  expect(hint(width)).toBe('16 to 1024 px; 320 unless given');
  expect(hint({ type: 'string', description: '' })).toBe('');
});

test('values for people', () => {
  expect(valueText([30_000, 1001])).toBe('30000/1001');
  expect(valueText({ a: true, b: [1, 2, 3] })).toBe('a: yes, b: 1, 2, 3');
});

test('required ones come first, and none that means nothing any more', () => {
  const specs = { a: width, gone: { ...width, retired: 'no' }, b: { ...width, required: true } };
  expect(formOrder(specs).map(([name]) => name)).toEqual(['b', 'a']);
});

test('what is empty is not given', () => {
  expect(givenValues({ a: '', b: 0, c: [], d: false, e: undefined })).toEqual({ b: 0, d: false });
  expect(changedNames({ a: 1, b: [1, 2] }, { b: [1, 2], c: 3 })).toEqual(['a', 'c']);
});

test('what is typed stays when somebody else changes the component; what both have changed is told', () => {
  const before = { volume: 0.2, wave: 1 };
  const typed = { volume: 0.2, wave: 1, samplerate: 48_000 };
  const now = { volume: 0.3, wave: 1 };
  expect(rebased(before, typed, now)).toEqual({
    values: { volume: 0.3, wave: 1, samplerate: 48_000 },
    clash: [],
  });
  expect(rebased(before, before, now)).toEqual({ values: now, clash: [] });
  expect(rebased(before, { ...before, volume: 0.7 }, now)).toEqual({
    values: { volume: 0.7, wave: 1 },
    clash: ['volume'],
  });
  expect(rebased(before, { ...before, volume: 0.3 }, now).clash).toEqual([]);
  expect(givenValues(rebased(before, { volume: 0.2 }, now).values)).toEqual({ volume: 0.3 });
});
