import { nextOnGrid } from '../../core/src/gst/cue';

test.each([
  [0n, [25, 1], 0n],
  [1n, [25, 1], 40_000_000n],
  [40_000_000n, [25, 1], 40_000_000n],
  [40_000_001n, [25, 1], 80_000_000n],
  [1n, [44_100, 1], 10_000_000n],
  [1n, [30_000, 1001], 100_100_000n],
  [1n, [1, 1], 1_000_000_000n],
  [1n, [5, 2], 400_000_000n],
  [3_000_000_000_000_000_001n, [25, 1], 3_000_000_000_040_000_000n],
] as const)('after %d ns on a grid of %j comes %d ns', (now, grid, next) => {
  expect(nextOnGrid(now, grid)).toBe(next);
  const [frames, seconds] = grid;
  expect((next * BigInt(frames)) % (BigInt(seconds) * 1_000_000_000n)).toBe(0n);
});
