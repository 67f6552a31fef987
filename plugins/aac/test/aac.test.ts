import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import aac from '../src';
import { bitrateRange, chooseEncoder } from '../src/encoders';

test('the declaration is sound', () => {
  expect(checkComponent(aac)).toEqual([]);
});

test.each([
  [{ bitrate: 7999 }, 'bitrate: 7999 is not'],
  [{ bitrate: 960_001 }, 'bitrate: 960001 is not'],
  [{ channels: 7 }, 'channels: 7 is not'],
  [{ samplerate: 96_000 }, 'samplerate: 96000 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(aac, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{ bitrate: 128_000, channels: 2, samplerate: 44_100 }, undefined],
  [{ bitrate: 128_000, channels: 2, samplerate: 44_000 }, 'samplerate 44000 is none of 8000, 11025'],
  [{ bitrate: 128_000, channels: 1, samplerate: 8000 }, 'choose from 8000 to 48000 bit/s'],
  [{ bitrate: 8000, channels: 2, samplerate: 44_100 }, 'choose from 16000 to 320000 bit/s'],
])('%j together: %s', (values, words) => {
  const check = aac.behaviour.check as (values: object) => string | undefined;
  expect(check(values)).toEqual(words === undefined ? undefined : expect.stringContaining(words));
});

test('the best element is taken', () => {
  expect(chooseEncoder(() => true)).toBe('fdkaacenc');
  expect(chooseEncoder((factory) => factory !== 'fdkaacenc')).toBe('avenc_aac');
  expect(chooseEncoder((factory) => factory === 'voaacenc')).toBe('voaacenc');
  expect(chooseEncoder(() => false)).toBe('avenc_aac');
});

test('a bit rate has a range', () => {
  expect(bitrateRange(48_000, 6)).toEqual([48_000, 960_000]);
});
