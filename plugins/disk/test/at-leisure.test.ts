import { atLeisure } from '../src/at-leisure';

/** Work that takes so long by the clock that is given. */
function working(took: () => number): { readonly ask: () => Promise<number>; pass(ms: number): void } {
  let [time, count] = [0, 0];
  const work = async (): Promise<number> => {
    await Promise.resolve();
    time += took();
    if (took() < 0) throw new Error('it cannot be read');
    return ++count;
  };
  return { ask: atLeisure(work, () => time), pass: (ms) => (time += ms) };
}

test('quick work is done whenever it is asked for, and once for all who ask at one time', async () => {
  const { ask } = working(() => 19);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  expect(await ask()).toBe(2);
});

test('long work rests twenty times as long as it took, half a minute at most', async () => {
  let took = 100;
  const { ask, pass } = working(() => took);
  expect(await ask()).toBe(1);
  pass(1999);
  expect(await ask()).toBe(1);
  pass(2);
  took = 10_000;
  expect(await ask()).toBe(2);
  pass(29_999);
  expect(await ask()).toBe(2);
  pass(2);
  expect(await ask()).toBe(3);
});

test('what failed is tried again', async () => {
  let took = -1;
  const { ask } = working(() => took);
  await expect(ask()).rejects.toThrow('cannot be read');
  took = 1;
  expect(await ask()).toBe(1);
});
