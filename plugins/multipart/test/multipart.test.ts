import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import multipart from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(multipart)).toEqual([]);
});
