import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import vorbis from '../src';
import { affordableRates } from '../src/rate';

test('the declaration is sound', () => {
  expect(checkComponent(vorbis)).toEqual([]);
});

test.each([
  [{ bitrate: -2 }, 'bitrate: -2 is not'],
  [{ bitrate: 250_001 }, 'bitrate: 250001 is not'],
  [{ quality: 1.1 }, 'quality: 1.1 is not'],
  [{ quality: -0.2 }, 'quality: -0.2 is not'],
  [{ channels: 0 }, 'channels: 0 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(vorbis, values)).toEqual([expect.stringContaining(words)]);
});

test('bit rate and quality exclude each other', () => {
  const check = vorbis.behaviour.check as (values: object) => string | undefined;
  expect(check({ bitrate: 64_000, quality: 0.3, channels: 2 })).toContain('exclude each other');
  expect(check({ bitrate: -1, quality: 0.3, channels: 2 })).toBeUndefined();
  expect(check({ bitrate: 0, channels: 2 })).toContain('choose from 12000 to 250000');
});

test.each([
  [2, undefined, 8000, 96_000],
  [2, 64_000, 8000, 48_000],
  [2, 40_000, 8000, 32_000],
  [2, 30_000, 8000, 24_000],
  [2, 24_000, 8000, 16_000],
  [2, 16_000, 8000, 12_000],
  [2, 12_000, 8000, 8000],
  [2, 250_000, 32_000, 48_000],
  [1, 32_000, 8000, 48_000],
  [1, 24_000, 8000, 24_000],
  [1, 12_000, 8000, 12_000],
  [1, 8000, 8000, 8000],
  [1, 200_000, 44_100, 48_000],
  [6, 192_000, 8000, 48_000],
])('%d channels at %s bit/s afford %d to %d Hz', (channels, bitrate, lowest, highest) => {
  const rates = affordableRates(channels, bitrate);
  expect([rates[0], rates.at(-1)]).toEqual([lowest, highest]);
});

test('a bit rate that no sample rate affords has none', () => {
  expect(affordableRates(2, 6000)).toEqual([]);
  expect(affordableRates(1, 250_000)).toEqual([]);
});
