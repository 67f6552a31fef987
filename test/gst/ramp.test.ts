import { expect, test } from '@jest/globals';
import { valueAt } from '../../core/src/gst/ramp';

test('between two points the value moves steadily, outside it stays', () => {
  const line = [
    [0n, 1],
    [1000n, 1],
    [2000n, 0],
  ] as const;
  expect([0n, 500n, 1000n, 1250n, 2000n, 9000n].map((time) => valueAt(line, time))).toEqual([
    1, 1, 1, 0.75, 0, 0,
  ]);
  expect(valueAt([[10n, 0.5]], 5n)).toBe(0.5);
});
