import { expect, test } from '@jest/globals';
import { chainsOf } from '../src/chain';
import { scheduleRows } from '../src/schedule';
import type { Slot } from '../src/slot';
import { EPOCH, ns, planAt, source } from './day';

const DAY = 24 * 3600;

/** Rows at running time 5, in seconds of running time. */
function rows(
  sources: readonly ReturnType<typeof source>[],
  playing: readonly Slot[] = [],
): readonly unknown[] {
  const plan = planAt(5, sources, { fixed: playing });
  const epoch = Number(EPOCH / 1_000_000n);
  return scheduleRows({ now: ns(5), epoch: EPOCH, playing, plan }, chainsOf(sources, 1)).map(
    ({ start = 0, end, what, active }) => [
      what,
      (start - epoch) / 1000,
      end === undefined ? undefined : (end - epoch) / 1000,
      active,
    ],
  );
}

test('what plays comes first, then what is planned, in order of time', () => {
  const list = source([{ name: 'film10', time: 0 }, 'film20', { name: 'film30', time: 100 }]);
  const playing = planAt(-2, [list]).slots.slice(0, 1);
  expect(rows([list], playing)).toEqual([
    ['film10', 0, 10, true],
    ['film20', 10, 30, false],
    ['film30', 100, 130, false],
  ]);
});

test('what has its time later than is planned is there too, as far as the playlist says its length', () => {
  const list = source([
    { name: 'film10', time: 100 },
    { name: 'gala', time: 2 * DAY, duration: 60 },
    { name: 'after', duration: 30 },
    { name: 'open' },
    { name: 'never' },
    { name: 'cut', time: 3 * DAY, duration: 500 },
    { name: 'next', time: 3 * DAY + 100, duration: 10 },
    { name: 'far', time: 15 * DAY },
  ]);
  expect(rows([list])).toEqual([
    ['film10', 100, 110, false],
    ['gala', 2 * DAY, 2 * DAY + 60, false],
    ['after', 2 * DAY + 60, 2 * DAY + 90, false],
    ['open', 2 * DAY + 90, undefined, false],
    ['cut', 3 * DAY, 3 * DAY + 100, false],
    ['next', 3 * DAY + 100, 3 * DAY + 110, false],
  ]);
});

test('at most a thousand rows are given, the first', () => {
  const items = Array.from({ length: 1500 }, (_, at) => ({
    name: `n${at}`,
    time: 2 * DAY + at,
    duration: 1,
  }));
  const all = rows([source(items)]);
  expect(all).toHaveLength(1000);
  expect(all.at(-1)).toEqual(['n999', 2 * DAY + 999, 2 * DAY + 1000, false]);
});
