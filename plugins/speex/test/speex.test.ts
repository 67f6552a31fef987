import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import speex from '../src';
import { bitrateRange, rateFor } from '../src/bands';

test('the declaration is sound', () => {
  expect(checkComponent(speex)).toEqual([]);
});

test.each([
  [{ bitrate: 2149 }, 'bitrate: 2149 is not'],
  [{ bitrate: 44_001 }, 'bitrate: 44001 is not'],
  [{ samplerate: '44100' }, 'samplerate: "44100" is not one of'],
])('%j is refused', (values, words) => {
  expect(refusals(speex, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [undefined, 16_000],
  [2150, 8000],
  [7999, 8000],
  [8000, 16_000],
  [27_999, 16_000],
  [28_000, 32_000],
  [44_000, 32_000],
])('%s bit/s suit %d Hz, which has that bit rate', (bitrate, rate) => {
  expect(rateFor(bitrate)).toBe(rate);
  const [least, most] = bitrateRange(rate);
  expect(bitrate ?? least).toBeGreaterThanOrEqual(least);
  expect(bitrate ?? most).toBeLessThanOrEqual(most);
});

test('a sample rate has to have the bit rate', () => {
  const check = speex.behaviour.check as (values: object) => string | undefined;
  expect(check({ bitrate: 30_000, samplerate: '8000' })).toContain('choose from 2150 to 24600 bit/s');
  expect(check({ bitrate: 20_000, samplerate: '8000' })).toBeUndefined();
  expect(check({ samplerate: '8000' })).toBeUndefined();
});
