import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import muxers from '../src';
import { wavHeader } from '../src/wav-header';

test.each(muxers.map((muxer) => [muxer.spec.type, muxer] as const))(
  '%s: the declaration is sound',
  (_, muxer) => {
    expect(checkComponent(muxer)).toEqual([]);
  },
);

test('the header of WAV says how the samples lie, and no end', () => {
  const header = wavHeader(48_000, 2);
  expect(header.toString('latin1', 0, 4)).toBe('RIFF');
  expect(header.readUInt32LE(28)).toBe(192_000);
  expect(header.readUInt32LE(40)).toBe(0xffffffff);
});
