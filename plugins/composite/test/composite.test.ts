import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import composite from '../src';
import { fastest } from '../src/rate';

test('the declaration is sound', () => {
  expect(checkComponent(composite)).toEqual([]);
});

const place = (values: object): object => ({ input: [{ 'feeder-alias': 'a', ...values }] });

test.each([
  [place({ alpha: 1.1 }), 'alpha'],
  [place({ 'position-left': -8193 }), 'position-left'],
  [place({ 'position-top': 8193 }), 'position-top'],
  [place({ 'z-order': -1 }), 'z-order'],
  [place({ width: 0 }), 'width'],
  [{ input: [{ alpha: 1 }] }, 'feeder-alias'],
  [{ width: 8 }, 'width: 8 is not'],
  [{ hold: 0 }, 'hold: 0 is not'],
  [{ delay: 2001 }, 'delay: 2001 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(composite, values as Record<string, unknown>)).toEqual([expect.stringContaining(words)]);
});

test('an input has one place', () => {
  const check = composite.behaviour.check as (values: object) => string | undefined;
  expect(check({ input: [{ 'feeder-alias': 'a' }, { 'feeder-alias': 'b' }] })).toBeUndefined();
  expect(check({ input: [{ 'feeder-alias': 'a' }, { 'feeder-alias': 'a' }] })).toContain('two places');
});

test('a place for an input that no feed has is refused, with the aliases there are', () => {
  const check = composite.behaviour.check as (values: object, aliases?: string[]) => string | undefined;
  const values = { input: [{ 'feeder-alias': 'slides' }, { 'feeder-alias': 'speeker' }] };
  expect(check(values, ['slides', 'speaker'])).toBe(
    '"speeker" is the alias of no feed; there are "slides", "speaker"',
  );
  expect(check(values, ['speeker', 'slides'])).toBeUndefined();
  expect(check(values, [])).toContain('no feed is linked');
});

test.each([
  [
    ['25/1', '30000/1001', '24/1'],
    [30000, 1001],
  ],
  [
    ['0/1', '10/1'],
    [10, 1],
  ],
  [['0/1'], undefined],
  [[], undefined],
])('the fastest of %j is %j', (rates, rate) => {
  expect(fastest(rates.map((text) => `video/x-raw, width=(int)64, framerate=(fraction)${text}`))).toEqual(
    rate,
  );
});
