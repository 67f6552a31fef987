import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import mp4 from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(mp4)).toEqual([]);
});
