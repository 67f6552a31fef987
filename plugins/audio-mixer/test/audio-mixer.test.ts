import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import mixer from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(mixer)).toEqual([]);
});

const input = (values: object): object => ({ input: [{ 'feeder-alias': 'a', ...values }] });
const ducking = (values: object): object => ({
  ducking: [{ 'feeder-alias': 'a', 'by-alias': 'b', ...values }],
});

test.each([
  [input({ volume: 10.1 }), 'volume'],
  [input({ volume: -0.1 }), 'volume'],
  [input({ gain: 20.1 }), 'gain'],
  [input({ pan: -1.1 }), 'pan'],
  [input({ fade: 4 }), 'fade'],
  [input({ fade: 60_001 }), 'fade'],
  [{ input: [{ volume: 1 }] }, 'feeder-alias'],
  [{ ducking: [{ 'feeder-alias': 'a' }] }, 'by-alias'],
  [ducking({ gain: 0.1 }), 'gain'],
  [ducking({ threshold: -91 }), 'threshold'],
  [ducking({ hold: -1 }), 'hold'],
  [{ samplerate: 3999 }, 'samplerate: 3999 is not'],
  [{ samplerate: 192_001 }, 'samplerate: 192001 is not'],
  [{ channels: 3 }, 'channels: 3 is not'],
  [{ format: 'S16' }, 'did you mean "S16LE"'],
  [{ delay: 19 }, 'delay: 19 is not'],
  [{ delay: 5001 }, 'delay: 5001 is not'],
  [{ tolerance: 0 }, 'tolerance: 0 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(mixer, values as Record<string, unknown>)).toEqual([expect.stringContaining(words)]);
});

test.each([
  input({ volume: 10, gain: 0, pan: 1, fade: 60_000 }),
  input({ volume: 0, gain: -100, pan: -1, fade: 5 }),
  ducking({ gain: -100, threshold: -90, attack: 5, hold: 0, release: 60_000 }),
  { samplerate: 4000, channels: 1, format: 'F32LE', delay: 20, tolerance: 1000 },
])('%j is taken', (values) => {
  expect(refusals(mixer, values as Record<string, unknown>)).toEqual([]);
});

function judged(values: object): string | undefined {
  const check = mixer.behaviour.check as (values: object) => string | undefined;
  return check({ input: [], ducking: [], volume: 1, gain: 0, ...values });
}

const a = { 'feeder-alias': 'a', volume: 1, gain: 0 };

test('values that do not go together are refused', () => {
  expect(judged({ input: [a, { ...a, 'feeder-alias': 'b' }] })).toBeUndefined();
  expect(judged({ input: [a, a] })).toBe('input a is set twice; leave one out');
  expect(judged({ input: [{ ...a, volume: 10, gain: 6 }] })).toBe(
    'volume and gain of the input a make 26.0 dB together; at most 20 dB can be had',
  );
  expect(judged({ volume: 2, gain: 20 })).toContain('the mix make 26.0 dB');
  const rule = { 'feeder-alias': 'a', 'by-alias': 'b' };
  expect(judged({ ducking: [rule, { ...rule, 'by-alias': 'c' }] })).toBeUndefined();
  expect(judged({ ducking: [rule, rule] })).toContain('a by b is set twice');
  expect(judged({ ducking: [{ ...rule, 'by-alias': 'a' }] })).toContain('cannot be ducked by itself');
});
