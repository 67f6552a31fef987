import { SlowDown, type SlowDownLimits } from '../../core/src/manager/slow-down';

const LIMITS: SlowDownLimits = {
  first: 40,
  longest: 160,
  forget: 60_000,
  atOnce: 2,
  judged: 2,
  perAddress: 3,
  entries: 4,
};
const no = (): Promise<boolean> => Promise.resolve(false);
const yes = (): Promise<boolean> => Promise.resolve(true);

/** Milliseconds of each wait, in their order: how long it really took depends on what else the machine does. */
const mockWaits: number[] = [];
jest.mock('node:timers/promises', () => {
  const real = jest.requireActual<typeof import('node:timers/promises')>('node:timers/promises');
  return {
    setTimeout: (delay: number, ...more: []) => {
      mockWaits.push(delay);
      return real.setTimeout(delay, ...more);
    },
  };
});
beforeEach(() => {
  mockWaits.length = 0;
});

it('judges at once until somebody fails, then makes that user wait longer each time', async () => {
  const slow = new SlowDown({ ...LIMITS, perAddress: 100 });
  await slow.guard('a', 'u', no);
  expect(mockWaits).toEqual([]);
  const start = performance.now();
  for (let again = 0; again < 4; again++) await slow.guard('a', 'u', no);
  expect(mockWaits).toEqual([40, 80, 160, 160]);
  expect(performance.now() - start).toBeGreaterThanOrEqual(436);
});

it('does not hold up other users and other addresses', async () => {
  const slow = new SlowDown(LIMITS);
  await slow.guard('a', 'u', no);
  await slow.guard('a', 'other', yes);
  await slow.guard('b', 'u', yes);
  expect(mockWaits).toEqual([]);
});

it('forgets the failures of a user who succeeds', async () => {
  const slow = new SlowDown(LIMITS);
  await slow.guard('a', 'u', no);
  await expect(slow.guard('a', 'u', yes)).resolves.toBe(true);
  expect(mockWaits).toEqual([40]);
  await slow.guard('a', 'u', yes);
  expect(mockWaits).toEqual([40]);
});

it('slows down an address that tries many users', async () => {
  const slow = new SlowDown(LIMITS);
  for (let at = 0; at < 4; at += 1) await slow.guard('a', `user-${at}`, no);
  expect(mockWaits).toEqual([]);
  await slow.guard('a', 'new', no);
  expect(mockWaits).toEqual([40]);
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
  const slow = new SlowDown(LIMITS);
  await slow.guard('old', 'u', no);
  for (let at = 0; at < 4; at += 1) await slow.guard(`address-${at}`, 'u', no);
  await slow.guard('old', 'u', yes);
  expect(mockWaits).toEqual([]);
});

it('judges few of one address at a time, each in its turn, and holds up no other address', async () => {
  const slow = new SlowDown({ ...LIMITS, atOnce: 8, judged: 2, perAddress: 100 });
  const ends: ((admitted: boolean) => void)[] = [];
  const judge = (): Promise<boolean> => new Promise((resolve) => ends.push(resolve));
  const guesses = Array.from({ length: 5 }, (_, at) => slow.guard('a', `user-${at}`, judge));
  await Promise.resolve();
  expect(ends).toHaveLength(2);
  await expect(slow.guard('b', 'u', yes)).resolves.toBe(true);
  for (let judged = 0; judged < guesses.length; judged++) {
    ends[judged]?.(judged === 4);
    await guesses[judged];
    expect(ends).toHaveLength(Math.min(5, judged + 3));
  }
  await expect(Promise.all(guesses)).resolves.toEqual([false, false, false, false, true]);
});

it('gives the turn on when a judgement fails', async () => {
  const slow = new SlowDown({ ...LIMITS, judged: 1 });
  const broken = slow.guard('a', 'u', () => Promise.reject(new Error('the bouncer is away')));
  const next = slow.guard('a', 'v', yes);
  await expect(broken).rejects.toThrow('the bouncer is away');
  await expect(next).resolves.toBe(true);
});

it('takes the addresses of one IPv6 network for one', async () => {
  const slow = new SlowDown(LIMITS);
  await slow.guard('2001:db8::1', 'u', no);
  await slow.guard('2001:db8:0:0:ffff::2', 'u', no);
  await slow.guard('2001:db8:0:1::2', 'u', no);
  expect(mockWaits).toEqual([40]);
});
