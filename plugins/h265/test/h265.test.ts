import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import h265 from '../src';
import { x265Settings } from '../src/software';

const DEFAULTS = { implementation: 'auto', 'keyframe-maxdistance': 50, bframes: 0, profile: 'main' };

test('the declaration is sound', () => {
  expect(checkComponent(h265)).toEqual([]);
});

test.each([
  [{ bitrate: 9999 }, 'bitrate: 9999 is not'],
  [{ bitrate: 100_000_001 }, 'bitrate: 100000001 is not'],
  [{ 'keyframe-maxdistance': 0 }, 'keyframe-maxdistance: 0 is not'],
  [{ bframes: 17 }, 'bframes: 17 is not'],
  [{ threads: 65 }, 'threads: 65 is not'],
  [{ profile: 'high' }, 'profile: "high" is not one of main, main-10'],
])('%j is refused', (values, words) => {
  expect(refusals(h265, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{ bframes: 2 }, 'which tune zerolatency excludes'],
  [{ bframes: 2, tune: 'none' }, undefined],
  [{ tune: 'grain', implementation: 'va' }, 'tune is for encoding in software'],
])('%j together: %s', (values, words) => {
  const check = h265.behaviour.check as (values: object) => string | undefined;
  const complaint = check({ ...DEFAULTS, ...values });
  expect(complaint).toEqual(words === undefined ? undefined : expect.stringContaining(words));
});

test('hardware is taken where there is some', () => {
  const pipeline = h265.spec.pipeline as unknown as (p: object, has: (factory: string) => boolean) => string;
  expect(pipeline(DEFAULTS, (factory) => factory === 'vaapih265enc')).toContain(
    '! vaapih265enc name=encoder ',
  );
  expect(pipeline(DEFAULTS, () => false)).toContain('! x265enc name=encoder ');
});

test('only numbers and fixed words go into the options of x265', () => {
  const settings = x265Settings(
    { bitrate: 1_200_000, keyframes: 25, bframes: 2 },
    { tune: 'none', threads: 3 },
  );
  expect(settings).toMatchObject({ bitrate: 1200, 'key-int-max': 25, tune: 'No tunning' });
  expect(settings['option-string']).toBe('bframes=2:open-gop=0:pools=3');
});
