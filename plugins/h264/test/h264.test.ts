import { describe, expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import h264 from '../src';
import { chooseEncoder, explainEncoder, hardwareSettings, isHardware } from '../src/encoders';
import { x264Settings } from '../src/software';

const DEFAULTS = { implementation: 'auto', 'keyframe-maxdistance': 50, bframes: 0 };

test('the declaration is sound', () => {
  expect(checkComponent(h264)).toEqual([]);
});

test.each([
  [{ bitrate: 9999 }, 'bitrate: 9999 is not'],
  [{ bitrate: 100_000_001 }, 'bitrate: 100000001 is not'],
  [{ 'keyframe-maxdistance': 0 }, 'keyframe-maxdistance: 0 is not'],
  [{ 'keyframe-maxdistance': 10_001 }, 'keyframe-maxdistance: 10001 is not'],
  [{ bframes: 17 }, 'bframes: 17 is not'],
  [{ threads: 0 }, 'threads: 0 is not'],
  [{ implementation: 'gpu' }, 'implementation: "gpu" is not one of auto, software'],
  [{ preset: 'quick' }, 'preset: "quick" is not one of'],
  [{ tune: 'speech' }, 'tune: "speech" is not one of'],
  [{ profile: 'low' }, 'profile: "low" is not one of'],
])('%j is refused', (values, words) => {
  expect(refusals(h264, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{ bframes: 2 }, 'bframes 2 holds pictures back, which tune zerolatency excludes'],
  [{ bframes: 2, tune: 'zerolatency', implementation: 'software' }, 'which tune zerolatency excludes'],
  [{ bframes: 2, tune: 'none' }, undefined],
  [{ bframes: 2, implementation: 'va' }, undefined],
  [{ bframes: 2, tune: 'none', profile: 'constrained-baseline' }, 'has no B-frames'],
  [
    { bframes: 5, tune: 'none', 'keyframe-maxdistance': 5 },
    'leaves no room between key frames 5 frames apart',
  ],
  [{ preset: 'slow', implementation: 'nvenc' }, 'preset is for encoding in software, not with nvenc'],
  [{ tune: 'film', implementation: 'va' }, 'tune is for encoding in software'],
  [{ threads: 2, implementation: 'auto' }, undefined],
])('%j together: %s', (values, words) => {
  const check = h264.behaviour.check as (values: object) => string | undefined;
  const complaint = check({ ...DEFAULTS, ...values });
  expect(complaint).toEqual(words === undefined ? undefined : expect.stringContaining(words));
});

describe('choosing an element', () => {
  const machine =
    (...factories: string[]) =>
    (factory: string) =>
      factories.includes(factory);

  test.each([
    ['auto', [], 'x264enc'],
    ['auto', ['x264enc', 'vah264enc'], 'vah264enc'],
    ['auto', ['vah264lpenc', 'v4l2h264enc'], 'vah264lpenc'],
    ['auto', ['vah264enc', 'nvh264enc'], 'nvh264enc'],
    ['auto', ['vah265enc'], 'x264enc'],
    ['software', ['nvh264enc'], 'x264enc'],
    ['v4l2', ['nvh264enc', 'v4l2h264enc'], 'v4l2h264enc'],
    ['qsv', [], 'qsvh264enc'],
    ['va', [], 'vah264enc'],
  ] as const)('%s where there is %j: %s', (implementation, factories, chosen) => {
    expect(chooseEncoder('h264', implementation, machine(...factories))).toBe(chosen);
  });

  test('the pipeline has it', () => {
    const pipeline = h264.spec.pipeline as unknown as (
      p: object,
      has: (factory: string) => boolean,
    ) => string;
    expect(pipeline(DEFAULTS, machine('vah264enc'))).toContain('! vah264enc name=encoder ');
    expect(pipeline(DEFAULTS, machine('v4l2h264enc'))).toContain('level=(string)4');
    expect(pipeline(DEFAULTS, machine())).toContain('! x264enc name=encoder ');
  });
});

test('each element is told rate, key frames and order in its own words', () => {
  const aim = { bitrate: 1_500_000, keyframes: 25, bframes: 0 };
  expect(hardwareSettings('nvh264enc', aim)).toMatchObject({
    bitrate: 1500,
    'gop-size': 25,
    zerolatency: true,
  });
  expect(hardwareSettings('vah264enc', aim)).toMatchObject({
    bitrate: 1500,
    'key-int-max': 25,
    'b-frames': 0,
  });
  expect(hardwareSettings('vaapih264enc', aim)).toMatchObject({ 'keyframe-period': 25, 'max-bframes': 0 });
  expect(hardwareSettings('qsvh264enc', aim)).toMatchObject({ 'gop-size': 25, 'low-latency': true });
  expect(hardwareSettings('v4l2h264enc', aim)).toEqual({
    'extra-controls': expect.stringContaining(
      'video_bitrate=1500000,video_gop_size=25,video_b_frames=0',
    ) as unknown as string,
  });
  expect(hardwareSettings('nvh264enc', { ...aim, bframes: 2 })).toMatchObject({
    bframes: 2,
    zerolatency: false,
  });
  expect(() => hardwareSettings('x264enc', aim)).toThrow('no hardware encoder');
  expect(isHardware('x264enc')).toBe(false);
  expect(x264Settings(aim, {})).toMatchObject({
    bitrate: 1500,
    'speed-preset': 'veryfast',
    tune: 'zerolatency',
  });
  expect(x264Settings(aim, { tune: 'film' })).toMatchObject({ 'psy-tune': 'film' });
  expect(x264Settings(aim, { tune: 'none', threads: 3 })).toEqual(
    expect.not.objectContaining({ tune: 'none' }),
  );
});

test('hardware that fails is explained, software is left to the core', () => {
  const error = {
    source: 'encoder',
    domain: 'gst-library-error-quark',
    code: 3,
    text: 'no session',
    debug: '',
  };
  expect(explainEncoder({ ...error, debug: '/GstPipeline:p/GstNvH264Enc:encoder' })).toMatchObject({
    id: 'hardware-encoder-failed',
    advice: expect.stringContaining('implementation to software') as unknown as string,
  });
  expect(explainEncoder({ ...error, debug: '/GstPipeline:p/GstX264Enc:encoder' })).toBeUndefined();
  expect(explainEncoder({ ...error, source: 'other' })).toBeUndefined();
});
