import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import ogg from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(ogg)).toEqual([]);
});

test.each([
  [{ 'max-delay': -1 }, 'max-delay: -1 is not'],
  [{ 'max-page-delay': 10_001 }, 'max-page-delay: 10001 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(ogg, values)).toEqual([expect.stringContaining(words)]);
});
