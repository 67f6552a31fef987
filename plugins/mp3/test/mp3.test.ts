import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import mp3 from '../src';
import { bitrates, SAMPLE_RATES } from '../src/rates';

test('the declaration is sound', () => {
  expect(checkComponent(mp3)).toEqual([]);
});

test.each([
  [{ bitrate: 7999 }, 'bitrate: 7999 is not'],
  [{ bitrate: 320_001 }, 'bitrate: 320001 is not'],
  [{ quality: 10 }, 'quality: 10 is not'],
  [{ channels: 3 }, 'channels: 3 is not'],
  [{ samplerate: 8000 }, 'samplerate: 8000 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(mp3, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{ samplerate: 44_100 }, undefined],
  [{ samplerate: 44_100, bitrate: 320_000 }, undefined],
  [{ samplerate: 44_100, quality: 2 }, undefined],
  [{ samplerate: 44_100, quality: 2, bitrate: 128_000 }, 'exclude each other'],
  [{ samplerate: 44_100, bitrate: 100_000 }, 'does not exist in MP3 at 44100 Hz; choose one of 32000, 40000'],
  [{ samplerate: 22_050, bitrate: 320_000 }, 'choose one of 8000, 16000'],
  [{ samplerate: 40_000 }, 'samplerate 40000 is none of'],
])('%j together: %s', (values, words) => {
  const check = mp3.behaviour.check as (values: object) => string | undefined;
  expect(check(values)).toEqual(words === undefined ? undefined : expect.stringContaining(words));
});

test('each sample rate has fourteen bit rates', () => {
  for (const rate of SAMPLE_RATES) expect(bitrates(rate)).toHaveLength(14);
});
