import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import mulaw from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(mulaw)).toEqual([]);
});

test('it has no properties', () => {
  expect(refusals(mulaw, { bitrate: 64_000 })).toEqual([expect.stringContaining('unknown property')]);
});
