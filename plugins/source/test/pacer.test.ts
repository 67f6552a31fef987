import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Pacer } from '../src/pacer';

const MS = 1_000_000n;
let began: bigint;
const now = (): bigint => BigInt(Date.now()) * MS - began;

beforeEach(() => {
  jest.useFakeTimers();
  began = BigInt(Date.now()) * MS;
});
afterEach(() => {
  jest.useRealTimers();
});

test('what is due goes at once, the rest when it is half a second from due', () => {
  const gone: number[] = [];
  let changes = 0;
  const pacer = new Pacer(now, () => void changes++);
  for (const at of [0, 400, 1000, 1005, 3000]) pacer.add(BigInt(at) * MS, 1, () => void gone.push(at));
  expect(gone).toEqual([0, 400]);
  expect(pacer.empty).toBe(false);
  jest.advanceTimersByTime(490);
  expect(gone).toEqual([0, 400]);
  jest.advanceTimersByTime(30);
  expect(gone).toEqual([0, 400, 1000, 1005]);
  jest.advanceTimersByTime(2100);
  expect(gone).toEqual([0, 400, 1000, 1005, 3000]);
  expect(pacer.empty).toBe(true);
  expect(changes).toBeGreaterThanOrEqual(2);
});

test('what comes behind something that waits waits too', () => {
  const gone: string[] = [];
  const pacer = new Pacer(now, () => undefined);
  pacer.add(2000n * MS, 1, () => void gone.push('media'));
  pacer.add(0n, 0, () => void gone.push('tags'));
  expect(gone).toEqual([]);
  jest.advanceTimersByTime(1600);
  expect(gone).toEqual(['media', 'tags']);
});

test.each([
  ['seconds', 1],
  ['bytes', 1024 * 1024],
])('it is full of %s, and then not any more', (_, size) => {
  const pacer = new Pacer(now, () => undefined);
  let at = 0;
  while (!pacer.full) pacer.add(BigInt((at += size === 1 ? 1000 : 600)) * MS, size, () => undefined);
  expect(at).toBeLessThan(8000);
  jest.advanceTimersByTime(2000);
  expect(pacer.full).toBe(false);
});

test('what is forgotten never goes', () => {
  const pacer = new Pacer(now, () => undefined);
  pacer.add(2000n * MS, 1, () => {
    throw new Error('it went');
  });
  pacer.clear();
  jest.advanceTimersByTime(5000);
  expect(pacer.empty).toBe(true);
});
