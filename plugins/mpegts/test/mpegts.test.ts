import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import mpegts from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(mpegts)).toEqual([]);
});
