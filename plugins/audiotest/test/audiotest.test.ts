import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import audiotest from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(audiotest)).toEqual([]);
});

test.each([
  [{ volume: 4.1 }, 'volume: 4.1 is not'],
  [{ volume: -0.1 }, 'volume: -0.1 is not'],
  [{ samplerate: 100 }, 'samplerate: 100 is not'],
  [{ wave: 13 }, 'wave: 13 is not'],
  [{ frequency: -1 }, 'frequency: -1 is not'],
  [{ channels: 0 }, 'channels: 0 is not'],
  [{ 'drop-probability': 2 }, 'drop-probability: 2 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(audiotest, values)).toEqual([expect.stringContaining(words)]);
});

test('the old name of the frequency is known', () => {
  expect(audiotest.spec.properties?.['frequency']?.aliases).toEqual(['freq']);
});
