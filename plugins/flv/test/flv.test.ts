import { expect, test } from '@jest/globals';
import type { FeedBuffer, Inlet } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import flv from '../src';
import { Remaker } from '../src/remaker';
import { later, timeOf } from '../src/tags';

test('the declaration is sound', () => {
  expect(checkComponent(flv)).toEqual([]);
});

/** A tag with a picture at a time of the muxer's own, in milliseconds. */
function tag(time: number): Buffer {
  const bytes = Buffer.alloc(11 + 3 + 4);
  bytes[0] = 9;
  bytes.writeUIntBE(3, 1, 3);
  return later(bytes, time);
}

test('the times of a muxer that was started again go on in the time of the flow', () => {
  const times = [0, 400_000].flatMap((started) => {
    const given: number[] = [];
    const inlet = { caps: () => undefined, buffer: ({ data }: FeedBuffer) => given.push(timeOf(data)) };
    const remaker = new Remaker(inlet as unknown as Inlet);
    for (const time of [0, 40, 80])
      remaker.buffer({
        data: tag(time),
        pts: BigInt(started + time) * 1_000_000n,
        delta: false,
        header: false,
        discont: false,
      });
    return given;
  });
  expect(times).toEqual([0, 40, 80, 400_000, 400_040, 400_080]);
});

test('all tags of a piece are moved, over all bits of their time, and nothing else', () => {
  const piece = Buffer.concat([tag(0xffff00), tag(5)]);
  const moved = later(piece, 0x200);
  expect([timeOf(moved), timeOf(moved.subarray(18))]).toEqual([0x1000100, 0x205]);
  expect(later(moved, -0x200).equals(piece)).toBe(true);
  expect(timeOf(later(tag(10), 2 ** 32 - 4))).toBe(6);
});
