import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import flv from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(flv)).toEqual([]);
});
