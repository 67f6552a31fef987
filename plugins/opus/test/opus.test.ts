import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import opus from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(opus)).toEqual([]);
});

test.each([
  [{ bitrate: 5999 }, 'bitrate: 5999 is not'],
  [{ bitrate: 510_001 }, 'bitrate: 510001 is not'],
  [{ channels: 9 }, 'channels: 9 is not'],
  [{ complexity: 11 }, 'complexity: 11 is not'],
  [{ 'frame-size': '30' }, 'frame-size: "30" is not one of'],
  [{ 'bitrate-type': 'abr' }, 'bitrate-type: "abr" is not one of'],
  [{ 'audio-type': 'music' }, 'audio-type: "music" is not one of'],
])('%j is refused', (values, words) => {
  expect(refusals(opus, values)).toEqual([expect.stringContaining(words)]);
});

test('the bit rate has to fit the channels', () => {
  const check = opus.behaviour.check as (values: object) => string | undefined;
  expect(check({ bitrate: 6000, channels: 1 })).toBeUndefined();
  expect(check({ bitrate: 510_000, channels: 2 })).toBeUndefined();
  expect(check({ bitrate: 6000, channels: 2 })).toContain('choose from 12000 to 510000 bit/s');
  expect(check({ bitrate: 300_000, channels: 1 })).toContain('choose from 6000 to 256000 bit/s');
});
