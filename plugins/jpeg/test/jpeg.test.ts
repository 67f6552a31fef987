import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import jpeg from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(jpeg)).toEqual([]);
});

test.each([
  [{ quality: -1 }, 'quality: -1 is not'],
  [{ quality: 101 }, 'quality: 101 is not'],
  [{ framerate: [0, 1] }, 'framerate: 0/1 is not'],
  [{ framerate: [1001, 1] }, 'framerate: 1001/1 is not'],
  [{ framerate: 25 }, 'framerate: 25 is not a fraction'],
])('%j is refused', (values, words) => {
  expect(refusals(jpeg, values)).toEqual([expect.stringContaining(words)]);
});

test('the bounds themselves are taken', () => {
  expect(refusals(jpeg, { quality: 0, framerate: [1, 1000] })).toEqual([]);
  expect(refusals(jpeg, { quality: 100, framerate: [1000, 1] })).toEqual([]);
});
