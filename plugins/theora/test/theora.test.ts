import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import theora from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(theora)).toEqual([]);
});

test.each([
  [{ bitrate: 400 }, 'bitrate: 400 is not'],
  [{ quality: 64 }, 'quality: 64 is not'],
  [{ speed: 4 }, 'speed: 4 is not'],
  [{ 'keyframe-maxdistance': 32_769 }, 'keyframe-maxdistance: 32769 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(theora, values)).toEqual([expect.stringContaining(words)]);
});

test('the dead properties of old planet files are taken and named', () => {
  expect(refusals(theora, { 'quick-compress': true, 'noise-sensitivity': 1, sharpness: 0 })).toEqual([]);
  expect(theora.spec.properties?.['sharpness']?.retired).toBeDefined();
});
