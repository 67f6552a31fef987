import { afterEach, expect, jest, test } from '@jest/globals';
import { isLate, withinTime } from '../src/schedule/guard';

afterEach(() => {
  jest.restoreAllMocks();
});

/** A call that does not return the first times. */
function endless(times: number): () => number {
  let calls = 0;
  return () => {
    if (++calls <= times) for (;;);
    return calls;
  };
}

function late(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch (error) {
    return isLate(error);
  }
}

test('what returns is given back, what throws throws', () => {
  expect(withinTime(1000, () => 'value')).toBe('value');
  const fails = (): never => {
    throw new Error('its own');
  };
  expect(() => withinTime(1000, fails)).toThrow('its own');
});

test('a call that had the processor all the time and did not return is late', () => {
  jest.spyOn(process, 'cpuUsage').mockReturnValue({ user: 50_000, system: 0 });
  expect(late(() => withinTime(50, endless(1)))).toBe(true);
});

test('a call is tried again while others had the processor, three times at the most', () => {
  jest.spyOn(process, 'cpuUsage').mockReturnValue({ user: 10_000, system: 0 });
  expect(withinTime(50, endless(2))).toBe(3);
  expect(late(() => withinTime(50, endless(3)))).toBe(true);
});
