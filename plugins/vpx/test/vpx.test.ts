import { describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import { fakeContext } from '../../../test/support/fake-context';
import { applyRate } from '../src/common';
import { rateSettings } from '../src/rate';
import vp8 from '../src/vp8';
import vp9 from '../src/vp9';

describe.each([vp8, vp9])('$spec.type', (encoder) => {
  test('the declaration is sound', () => {
    expect(checkComponent(encoder)).toEqual([]);
  });

  test.each([
    [{ bitrate: 0 }, 'bitrate: 0 is not'],
    [{ bitrate: 1_000_000_001 }, 'bitrate: 1000000001 is not'],
    [{ quality: -1 }, 'quality: -1 is not'],
    [{ quality: 64 }, 'quality: 64 is not'],
    [{ 'keyframe-maxdistance': 0 }, 'keyframe-maxdistance: 0 is not'],
    [{ speed: 10 }, 'speed: 10 is not'],
    [{ threads: 0 }, 'threads: 0 is not'],
    [{ threads: 65 }, 'threads: 65 is not'],
  ])('%j is refused', (values, words) => {
    expect(refusals(encoder, values)).toEqual([expect.stringContaining(words)]);
  });

  test('the bounds themselves are taken', () => {
    expect(refusals(encoder, { bitrate: 1000, quality: 0, 'keyframe-maxdistance': 1, threads: 1 })).toEqual(
      [],
    );
    expect(refusals(encoder, { bitrate: 1_000_000_000, quality: 63, speed: 7, threads: 64 })).toEqual([]);
  });
});

test('a bit rate is kept, a quality not bettered', () => {
  expect(rateSettings({})).toEqual({ 'end-usage': 'cbr', 'target-bitrate': 400_000 });
  expect(rateSettings({ bitrate: 90_000 })).toEqual({ 'end-usage': 'cbr', 'target-bitrate': 90_000 });
  expect(rateSettings({ quality: 63 })).toMatchObject({
    'end-usage': 'cq',
    'cq-level': 0,
    'min-quantizer': 0,
  });
  expect(rateSettings({ quality: 10, bitrate: 90_000 })).toMatchObject({
    'cq-level': 53,
    'target-bitrate': 90_000,
  });
});

test('a bit rate below 1000 was meant in kbit/s, and a warning says so until it is corrected', () => {
  expect(refusals(vp8, { bitrate: 400 })).toEqual([]);
  expect(refusals(vp9, { bitrate: 400 })).toEqual([expect.stringContaining('bitrate: 400 is not')]);
  const set: Record<string, unknown> = {};
  const properties = { bitrate: 400 };
  const context = fakeContext(properties);
  context.element = () => ({
    factory: 'vp8enc',
    get: () => undefined,
    set: (name, value) => void (set[name] = value),
    ramp: () => undefined,
  });
  applyRate(context);
  expect(set['target-bitrate']).toBe(400_000);
  expect(context.said).toMatchObject([
    {
      level: 'warning',
      text: expect.stringContaining('400 kbit/s'),
      advice: expect.stringContaining('400000'),
    },
  ]);
  properties.bitrate = 1000;
  applyRate(context);
  expect(set['target-bitrate']).toBe(1000);
  expect(context.said).toEqual([]);
});
