import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import repeater from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(repeater)).toEqual([]);
});

test.each([0, 0.5, 1])('a drop-probability of %d is taken', (probability) => {
  expect(refusals(repeater, { 'drop-probability': probability })).toEqual([]);
});

test.each([-0.1, 1.1])('a drop-probability of %d is refused', (probability) => {
  expect(refusals(repeater, { 'drop-probability': probability })).toEqual([
    expect.stringContaining(`drop-probability: ${String(probability)} is not`),
  ]);
});
