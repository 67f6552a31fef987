import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import videotest from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(videotest)).toEqual([]);
});

test.each([
  [{ pattern: 26 }, 'pattern: 26 is not a whole number from 0 to 25'],
  [{ pattern: -1 }, 'pattern: -1 is not'],
  [{ width: 15 }, 'width: 15 is not'],
  [{ height: 100_000 }, 'height: 100000 is not'],
  [{ framerate: [0, 1] }, 'framerate: '],
  [{ 'drop-probability': 1.5 }, 'drop-probability: 1.5 is not'],
  [{ format: 'I42O' }, 'did you mean'],
])('%j is refused', (values, words) => {
  expect(refusals(videotest, values)).toEqual([expect.stringContaining(words)]);
});

test('values of old planet files are taken', () => {
  const old = { format: 'video/x-raw-yuv', width: 320, height: 240, framerate: [25, 2], pattern: 0 };
  expect(refusals(videotest, { ...old, 'pixel-aspect-ratio': [1, 1], 'overlay-timestamps': true })).toEqual(
    [],
  );
});
