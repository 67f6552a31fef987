import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import av1 from '../src';
import { chooseEncoder, encoderSettings, liveSettings } from '../src/encoders';

test('the declaration is sound', () => {
  expect(checkComponent(av1)).toEqual([]);
});

test.each([
  [{ bitrate: 9999 }, 'bitrate: 9999 is not'],
  [{ bitrate: 100_000_001 }, 'bitrate: 100000001 is not'],
  [{ 'keyframe-maxdistance': 0 }, 'keyframe-maxdistance: 0 is not'],
  [{ speed: 5 }, 'speed: 5 is not'],
  [{ threads: 65 }, 'threads: 65 is not'],
  [{ implementation: 'libaom' }, 'implementation: "libaom" is not one of auto, aom'],
])('%j is refused', (values, words) => {
  expect(refusals(av1, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  ['auto', [], 'av1enc'],
  ['auto', ['svtav1enc', 'rav1enc'], 'svtav1enc'],
  ['auto', ['svtav1enc', 'av1enc'], 'av1enc'],
  ['auto', ['rav1enc'], 'rav1enc'],
  ['svt', [], 'svtav1enc'],
  ['rav1e', ['av1enc'], 'rav1enc'],
] as const)('%s where there is %j: %s', (implementation, factories: readonly string[], chosen) => {
  expect(chooseEncoder(implementation, (factory) => factories.includes(factory)).split(' ')[0]).toBe(chosen);
});

test('each element is told rate and key frames in its own words', () => {
  const aim = { bitrate: 1_500_000, keyframes: 25, speed: 3, threads: undefined };
  expect(encoderSettings('av1enc', aim)).toMatchObject({
    'target-bitrate': 1500,
    'keyframe-max-dist': 25,
    'cpu-used': 9,
  });
  expect(encoderSettings('svtav1enc', aim)).toMatchObject({
    'target-bitrate': 1500,
    'intra-period-length': 24,
  });
  expect(encoderSettings('rav1enc', { ...aim, threads: 2 })).toMatchObject({
    bitrate: 1_500_000,
    threads: 2,
  });
  expect(liveSettings('av1enc', aim)).toEqual({ 'target-bitrate': 1500 });
  expect(liveSettings('rav1enc', aim)).toBeUndefined();
  expect(() => encoderSettings('x264enc', aim)).toThrow('no AV1 encoder');
});
