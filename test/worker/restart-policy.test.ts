import { RestartPolicy } from '../../core/src/worker/restart-policy';

test('the first start is at once, then the wait doubles from half a second, the fifth death in a minute ends it', () => {
  const policy = new RestartPolicy();
  const delays = [0, 1, 2, 3, 4].map((second) => policy.died(second * 1000, 10));
  expect(delays).toEqual([0, 500, 1000, 2000, undefined]);
});

test('deaths further apart never end it, and the wait stays below half a minute', () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: 20 }, (_, n) => policy.died(n * 20_000, 15_000));
  expect(delays.slice(0, 5)).toEqual([0, 500, 1000, 2000, 4000]);
  expect(Math.max(...delays.map(Number))).toBe(30_000);
});

test('a minute of life makes it new', () => {
  const policy = new RestartPolicy();
  for (const second of [0, 1, 2, 3]) policy.died(second * 1000, 10);
  expect(policy.died(63_500, 60_000)).toBe(0);
  expect(policy.died(64_000, 100)).toBe(500);
});

test('so does a person', () => {
  const policy = new RestartPolicy();
  for (const second of [0, 1, 2, 3, 4]) policy.died(second * 1000, 10);
  policy.reset();
  expect(policy.died(5_000, 10)).toBe(0);
});
