import { SlowDown, type SlowDownLimits } from '../../core/src/manager/slow-down';

const LIMITS: SlowDownLimits = {
  first: 40,
  longest: 160,
  forget: 60_000,
  atOnce: 2,
  perAddress: 3,
  entries: 4,
};
const no = (): Promise<boolean> => Promise.resolve(false);
const yes = (): Promise<boolean> => Promise.resolve(true);

async function took(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

it('judges at once until somebody fails, then makes that user wait longer each time', async () => {
  const slow = new SlowDown({ ...LIMITS, perAddress: 100 });
  expect(await took(slow.guard('a', 'u', no))).toBeLessThan(35);
  expect(await took(slow.guard('a', 'u', no))).toBeGreaterThanOrEqual(39);
  expect(await took(slow.guard('a', 'u', no))).toBeGreaterThanOrEqual(79);
  expect(await took(slow.guard('a', 'u', no))).toBeGreaterThanOrEqual(159);
  const longest = await took(slow.guard('a', 'u', no));
  expect(longest).toBeGreaterThanOrEqual(159);
  expect(longest).toBeLessThan(300);
});

it('does not hold up other users and other addresses', async () => {
  const slow = new SlowDown({ ...LIMITS, first: 5000, longest: 5000 });
  await slow.guard('a', 'u', no);
  expect(await took(slow.guard('a', 'other', yes))).toBeLessThan(1000);
  expect(await took(slow.guard('b', 'u', yes))).toBeLessThan(1000);
});

it('forgets the failures of a user who succeeds', async () => {
  const slow = new SlowDown(LIMITS);
  await slow.guard('a', 'u', no);
  await expect(slow.guard('a', 'u', yes)).resolves.toBe(true);
  expect(await took(slow.guard('a', 'u', yes))).toBeLessThan(35);
});

it('slows down an address that tries many users', async () => {
  const slow = new SlowDown(LIMITS);
  for (let at = 0; at < 4; at += 1) await slow.guard('a', `user-${at}`, no);
  expect(await took(slow.guard('a', 'new', no))).toBeGreaterThanOrEqual(39);
});

it('takes only so many of one address at once', async () => {
  const slow = new SlowDown(LIMITS);
  let let1: (admitted: boolean) => void = () => undefined;
  const first = slow.guard('a', 'u', () => new Promise((resolve) => (let1 = resolve)));
  const second = slow.guard('a', 'v', no);
  await expect(slow.guard('a', 'w', yes)).resolves.toBeUndefined();
  await expect(slow.guard('b', 'w', yes)).resolves.toBe(true);
  let1(true);
  await expect(Promise.all([first, second])).resolves.toEqual([true, false]);
  await expect(slow.guard('a', 'w', yes)).resolves.toBe(true);
});

it('remembers a bounded number of failures', async () => {
  const slow = new SlowDown({ ...LIMITS, first: 5000 });
  await slow.guard('old', 'u', no);
  for (let at = 0; at < 4; at += 1) await slow.guard(`address-${at}`, 'u', no);
  expect(await took(slow.guard('old', 'u', yes))).toBeLessThan(1000);
});
