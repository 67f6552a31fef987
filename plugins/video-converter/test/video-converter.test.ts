import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import converter from '../src';
import { sizeCaps } from '../src/size';

test('the declaration is sound', () => {
  expect(checkComponent(converter)).toEqual([]);
});

test.each([
  [{ width: 15 }, 'width: 15 is not'],
  [{ height: 8193 }, 'height: 8193 is not'],
  [{ 'width-correction': -1 }, 'width-correction: -1 is not'],
  [{ 'height-correction': 257 }, 'height-correction: 257 is not'],
  [{ 'deinterlace-mode': 'on' }, 'deinterlace-mode: '],
  [{ 'deinterlace-method': 'blur' }, 'deinterlace-method: '],
])('%j is refused', (values, words) => {
  expect(refusals(converter, values)).toEqual([expect.stringContaining(words)]);
});

const PLAIN = {
  width: undefined,
  height: undefined,
  'width-correction': 0,
  'height-correction': 0,
  'is-square': false,
};

test.each([
  [{}, 'video/x-raw, format=I420'],
  [{ 'is-square': true }, 'video/x-raw, format=I420, pixel-aspect-ratio=1/1'],
  [{ width: 500, 'width-correction': 8 }, 'video/x-raw, format=I420, width=(int)504, pixel-aspect-ratio=1/1'],
  [{ width: 504, 'width-correction': 8 }, 'video/x-raw, format=I420, width=(int)504, pixel-aspect-ratio=1/1'],
  [
    { height: 300, 'height-correction': 16 },
    'video/x-raw, format=I420, height=(int)304, pixel-aspect-ratio=1/1',
  ],
  [{ width: 64, height: 48 }, 'video/x-raw, format=I420, width=(int)64, height=(int)48'],
  [{ 'width-correction': 10 }, 'video/x-raw, format=I420, width=(int)[ 20, 8190, 10 ]'],
])('%j becomes %s', (size, caps) => {
  expect(sizeCaps({ ...PLAIN, ...size })).toBe(caps);
});
