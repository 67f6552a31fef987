import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { parseLevels } from '../../core/src/log/levels';
import { Logger } from '../../core/src/log/logger';
import { Rounds } from '../../core/src/manager/rounds';

let lines: string[];
let looks: number;
let look: () => Promise<void>;
let rounds: Rounds;

beforeEach(() => {
  jest.useFakeTimers();
  lines = [];
  looks = 0;
  look = () => Promise.resolve();
  const log = new Logger(({ text }) => lines.push(text), parseLevels('*:4'), 'test', 'rounds');
  rounds = new Rounds(() => {
    looks++;
    return look();
  }, log);
});

afterEach(() => {
  rounds.close();
  jest.useRealTimers();
});

test('many calls at once lead to one look', async () => {
  for (let call = 0; call < 5; call++) rounds.soon();
  await jest.advanceTimersByTimeAsync(10);
  expect(looks).toBe(1);
});

test('what happens during a look leads to another', async () => {
  look = () => {
    if (looks === 1) rounds.soon();
    return Promise.resolve();
  };
  rounds.soon();
  await jest.advanceTimersByTimeAsync(10);
  expect(looks).toBe(2);
});

test('after a long look there is a rest as long, at most half a second', async () => {
  for (const [took, rest] of [
    [100, 100],
    [5000, 500],
  ] as const) {
    const before = looks;
    look = () => new Promise((resolve) => setTimeout(resolve, took));
    rounds.soon();
    await jest.advanceTimersByTimeAsync(took + 600);
    look = () => new Promise((resolve) => setTimeout(resolve, took));
    rounds.soon();
    await jest.advanceTimersByTimeAsync(took);
    look = () => Promise.resolve();
    rounds.soon();
    await jest.advanceTimersByTimeAsync(rest - 20);
    expect(looks).toBe(before + 2);
    await jest.advanceTimersByTimeAsync(30);
    expect(looks).toBe(before + 3);
    await jest.advanceTimersByTimeAsync(1000);
  }
});

test('a look that fails is reported, and made again after a second', async () => {
  look = () => (looks === 1 ? Promise.reject(new Error('the disk is full')) : Promise.resolve());
  rounds.soon();
  await jest.advanceTimersByTimeAsync(900);
  expect([looks, lines]).toEqual([1, [expect.stringContaining('the disk is full')]]);
  await jest.advanceTimersByTimeAsync(200);
  expect(looks).toBe(2);
});

test('the earliest wish for a later look counts', async () => {
  rounds.later(500);
  rounds.later(50);
  rounds.later(900);
  await jest.advanceTimersByTimeAsync(60);
  expect(looks).toBe(1);
  await jest.advanceTimersByTimeAsync(2000);
  expect(looks).toBe(1);
});

test('once closed, nothing is looked at', async () => {
  rounds.soon();
  rounds.later(10);
  rounds.close();
  rounds.soon();
  await jest.advanceTimersByTimeAsync(100);
  expect(looks).toBe(0);
});
