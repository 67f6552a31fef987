import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import keyunits from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(keyunits)).toEqual([]);
});

test.each([100, 3_600_000])('an interval of %d ms is taken', (interval) => {
  expect(refusals(keyunits, { interval })).toEqual([]);
});

test.each([0, 99, 3_600_001])('an interval of %d ms is refused', (interval) => {
  expect(refusals(keyunits, { interval })).toEqual([
    expect.stringContaining(`interval: ${String(interval)} is not`),
  ]);
});
