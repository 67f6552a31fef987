import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import flac from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(flac)).toEqual([]);
});

test.each([
  [{ quality: 9 }, 'quality: 9 is not'],
  [{ quality: -1 }, 'quality: -1 is not'],
  [{ depth: '32' }, 'depth: "32" is not one of 8, 16, 24'],
  [{ channels: 9 }, 'channels: 9 is not'],
  [{ samplerate: 4000 }, 'samplerate: 4000 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(flac, values)).toEqual([expect.stringContaining(words)]);
});
