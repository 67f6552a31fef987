import { Pulse } from '../../core/src/job/pulse';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('what is begun at different times is done at the same moments', () => {
  const pulse = new Pulse();
  const times = new Set<number>();
  const counts = { quick: 0, slow: 0, rare: 0 };
  const count = (name: keyof typeof counts) => (): void => {
    counts[name]++;
    times.add(Math.round(performance.now() / 10));
  };
  pulse.every(500, count('quick'));
  jest.advanceTimersByTime(130);
  pulse.every(1000, count('slow'));
  jest.advanceTimersByTime(260);
  pulse.every(5000, count('rare'));
  jest.advanceTimersByTime(10_000);
  expect(counts.quick).toBeGreaterThanOrEqual(20);
  expect(counts.slow).toBeGreaterThanOrEqual(10);
  expect(counts.rare).toBe(2);
  expect(times.size).toBe(counts.quick);
});

test('what ends something, even while it is done, ends it alone', () => {
  const pulse = new Pulse();
  let first = 0;
  let second = 0;
  const endFirst = pulse.every(100, () => {
    first++;
    endSecond();
  });
  const endSecond = pulse.every(100, () => {
    second++;
  });
  jest.advanceTimersByTime(350);
  expect([first, second]).toEqual([3, 0]);
  endFirst();
  jest.advanceTimersByTime(1000);
  expect(first).toBe(3);
  expect(jest.getTimerCount()).toBe(0);
});

test('a task that throws keeps neither itself nor the others from being done again', () => {
  const pulse = new Pulse();
  let done = 0;
  pulse.every(100, () => {
    done++;
    if (done === 1) throw new Error('once');
  });
  expect(() => jest.advanceTimersByTime(150)).toThrow('once');
  jest.advanceTimersByTime(1000);
  expect(done).toBeGreaterThan(5);
});
