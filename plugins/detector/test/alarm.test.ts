import { expect, test } from '@jest/globals';
import { Alarm } from '../src/alarm';

const TIMES = { after: 3, clear: 2 };

test('a condition that lasts raises it, one that is gone for a while clears it', () => {
  const alarm = new Alarm();
  expect(alarm.update(true, 10, TIMES)).toBeUndefined();
  expect(alarm.update(true, 12.9, TIMES)).toBeUndefined();
  expect(alarm.update(true, 13, TIMES)).toBe('raised');
  expect([alarm.raised, alarm.since]).toEqual([true, 10]);
  expect(alarm.update(true, 14, TIMES)).toBeUndefined();
  expect(alarm.update(false, 20, TIMES)).toBeUndefined();
  expect(alarm.update(false, 21.9, TIMES)).toBeUndefined();
  expect(alarm.update(false, 22, TIMES)).toBe('cleared');
  expect([alarm.raised, alarm.since]).toEqual([false, undefined]);
});

test('what comes and goes neither raises nor clears it', () => {
  const alarm = new Alarm();
  for (let at = 0; at < 20; at++) expect(alarm.update(at % 3 !== 0, at, TIMES)).toBeUndefined();
  alarm.update(true, 20, TIMES);
  expect(alarm.update(true, 23, TIMES)).toBe('raised');
  for (let at = 24; at < 40; at++) expect(alarm.update(at % 2 === 0, at, TIMES)).toBeUndefined();
  expect(alarm.raised).toBe(true);
});

test('it may have begun before it was known', () => {
  const alarm = new Alarm();
  expect(alarm.update(true, 10, TIMES, 7)).toBe('raised');
  expect(alarm.since).toBe(7);
});

test('one that is switched off is never raised, and is cleared at once', () => {
  const alarm = new Alarm();
  expect(alarm.update(true, 0, { after: 0, clear: 2 })).toBeUndefined();
  alarm.update(true, 1, TIMES);
  expect(alarm.update(true, 4, TIMES)).toBe('raised');
  expect(alarm.update(true, 5, { after: 0, clear: 2 })).toBe('cleared');
});
