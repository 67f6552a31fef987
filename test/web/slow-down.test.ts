import { SlowDown, SLOW_DOWN } from '@flumotion/web';

const EVE = '192.0.2.66';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Milliseconds until it may be judged; undefined when it may not. */
async function waited(slow: SlowDown, address: string, user = 'ann'): Promise<number | undefined> {
  const from = performance.now();
  const asked = slow.admit(address, user);
  let answer: boolean | undefined;
  void asked.then((admitted) => (answer = admitted));
  for (let step = 0; step < 200 && answer === undefined; step++) await jest.advanceTimersByTimeAsync(50);
  return answer === true ? performance.now() - from : undefined;
}

async function fail(slow: SlowDown, address: string, times: number, user = 'ann'): Promise<void> {
  for (let time = 0; time < times; time++) {
    await waited(slow, address, user);
    slow.judged(address, user, false);
  }
}

test('who fails waits longer each time, up to a limit, and a success ends it', async () => {
  const slow = new SlowDown();
  const waits: (number | undefined)[] = [];
  for (let time = 0; time < 9; time++) {
    waits.push(Math.round(((await waited(slow, EVE)) ?? 0) / 50) * 50);
    slow.judged(EVE, 'ann', false);
  }
  expect(waits.slice(1)).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  expect(waits[0]).toBeLessThan(100);
  slow.judged(EVE, 'ann', true);
  expect(await waited(slow, EVE)).toBeLessThan(100);
});

test('others do not wait: another user of the address, another address', async () => {
  const slow = new SlowDown();
  await fail(slow, EVE, 6);
  expect(await waited(slow, EVE, 'bob')).toBeLessThan(100);
  expect(await waited(slow, '192.0.2.67')).toBeLessThan(100);
});

test('many names of one address are slow as well', async () => {
  const slow = new SlowDown();
  for (let name = 0; name < SLOW_DOWN.perAddress + 2; name++) await fail(slow, EVE, 1, `user${name}`);
  expect(await waited(slow, EVE, 'another')).toBeGreaterThanOrEqual(250);
});

test('a network of 64 bits is one IPv6 address', async () => {
  const slow = new SlowDown();
  for (let host = 1; host < 6; host++) await fail(slow, `2001:db8::${host}`, 1);
  expect(await waited(slow, '2001:db8::77')).toBeGreaterThanOrEqual(4000);
  expect(await waited(slow, '2001:db8:0:1::77')).toBeLessThan(100);
});

test('only so many of an address, and of all, wait; who need not wait is judged', async () => {
  const slow = new SlowDown({ ...SLOW_DOWN, waiting: 3, allWaiting: 4 });
  for (const address of [EVE, '192.0.2.67']) slow.judged(address, 'ann', false);
  const answers: (boolean | undefined)[] = [];
  const ask = (address: string): void => {
    const at = answers.push(undefined) - 1;
    void slow.admit(address, 'ann').then((admitted) => (answers[at] = admitted));
  };
  for (let time = 0; time < 4; time++) ask(EVE);
  ask('192.0.2.67');
  ask('192.0.2.67');
  ask('192.0.2.68');
  await jest.advanceTimersByTimeAsync(0);
  expect(answers).toEqual([undefined, undefined, undefined, false, undefined, false, true]);
  await jest.advanceTimersByTimeAsync(300);
  expect(answers).toEqual([true, true, true, false, true, false, true]);
});

test('it forgets, and never remembers more than so many', async () => {
  const slow = new SlowDown({ ...SLOW_DOWN, entries: 10 });
  await fail(slow, EVE, 5);
  await jest.advanceTimersByTimeAsync(SLOW_DOWN.forget + 1);
  expect(await waited(slow, EVE)).toBeLessThan(100);
  await fail(slow, EVE, 5);
  for (let host = 0; host < 20; host++) slow.judged(`198.51.100.${host}`, 'x', false);
  expect(await waited(slow, EVE)).toBeLessThan(100);
});
