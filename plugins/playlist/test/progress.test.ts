import { describe, expect, test } from '@jest/globals';
import { chainsOf } from '../src/chain';
import { Progress } from '../src/progress';
import { Timeline } from '../src/timeline';
import { EPOCH, ns, planAt, source } from './day';

describe('progress', () => {
  /** Index that is played next after an edit, when so many entries of the old list have been. */
  function after(played: number, before: readonly string[], edited: readonly string[]): number | undefined {
    const progress = new Progress();
    const old = chainsOf([source(before)], 1);
    progress.follow(old);
    const [slot] = planAt(0, [], { chains: old }).slots;
    for (let index = 0; index < played; index++) progress.played({ ...slot!, index });
    const chains = chainsOf([source(edited)], 1);
    progress.follow(chains);
    return progress.cursors.get(chains[0]!.id)?.index;
  }

  test.each([
    ['something is put before', 2, ['a', 'b', 'c'], ['x', 'a', 'b', 'c'], 3],
    ['something is put after', 2, ['a', 'b', 'c'], ['a', 'b', 'x', 'c'], 2],
    ['what plays is gone', 2, ['a', 'b', 'c'], ['a', 'c'], 1],
    ['what was played is gone', 2, ['a', 'b', 'c'], ['b', 'c'], 1],
    ['they are moved', 2, ['a', 'b', 'c'], ['c', 'b', 'a'], 2],
    ['names come twice', 3, ['a', 'b', 'a', 'c'], ['a', 'b', 'x', 'a', 'c'], 4],
    ['nothing is left', 2, ['a', 'b'], ['x', 'y'], 0],
    ['nothing was played', 0, ['a', 'b'], ['x', 'y'], undefined],
  ])('goes on when %s', (_name, played, before, edited, next) => {
    expect(after(played, before, edited)).toBe(next);
  });

  test('what has been played is played again when the clock is set back, by more than it takes to correct it', () => {
    const progress = new Progress();
    const chains = chainsOf([source([{ name: 'a10', time: 100 }])], 1);
    progress.follow(chains);
    progress.played(planAt(99, [], { chains }).slots[0]!);
    progress.rewind(ns(101), EPOCH - ns(10));
    expect(progress.cursors.size).toBe(1);
    progress.rewind(ns(101), EPOCH - ns(3600));
    expect(progress.cursors.size).toBe(0);
  });
});

describe('the timeline', () => {
  const timeline = new Timeline();
  for (const [begin, end] of [
    [30n, 40n],
    [10n, 20n],
    [22n, 30n],
  ] as const) {
    timeline.take(begin, end);
  }
  test.each([
    [0n, 5n, { begin: 0n, end: 10n }],
    [0n, 11n, { begin: 40n }],
    [5n, 5n, { begin: 5n, end: 10n }],
    [6n, 5n, { begin: 40n }],
    [12n, 1n, { begin: 20n, end: 22n }],
    [12n, 3n, { begin: 40n }],
    [50n, 3n, { begin: 50n }],
  ])('from %d there is room for %d', (from, least, free) => {
    expect(timeline.free(from, least)).toEqual(free);
  });
});
