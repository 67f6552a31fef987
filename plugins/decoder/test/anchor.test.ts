import { expect, test } from '@jest/globals';
import { offsetOf } from '../src/anchor';

const one = (first: bigint, own = first): { first: bigint; own: bigint } => ({ first, own });

test.each([
  ['pictures', { video: one(5n) }, 100n, true, 0n, 95n],
  ['sound', { audio: one(5n) }, 100n, true, 0n, 95n],
  ['the keyframe, where one was first', { video: one(5n), audio: one(3n) }, 100n, true, 0n, 95n],
  ['the earlier one, where none was', { video: one(5n), audio: one(3n) }, 100n, false, 0n, 97n],
  ['pictures before sound', { video: one(5n), audio: one(9n) }, 100n, false, 0n, 95n],
  ['a container that counts as the flow does', { video: one(2n, 98n) }, 100n, true, 3n, 96n],
  ['one that is ahead of the feed', { video: one(2n, 102n) }, 100n, true, 3n, 100n],
  ['one that only seems to', { video: one(2n, 97n) }, 100n, true, 3n, 98n],
  ['times beyond those of the flow', { video: one(500n) }, 100n, true, 0n, -400n],
])('by %s', (_, firsts, feed, keyed, tolerance, offset) => {
  expect(offsetOf(firsts, feed, keyed, tolerance)).toBe(offset);
});
