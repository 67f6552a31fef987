import { describe, expect, test } from '@jest/globals';
import { source, type Item } from './day';
import { Rehearsal } from './rehearsal';

const at = (time: number, name: string, more: Partial<Item> = {}): Item => ({ name, time, ...more });

async function begun(...items: readonly (Item | string)[]): Promise<Rehearsal> {
  const rehearsal = new Rehearsal();
  await rehearsal.follow(source(items));
  return rehearsal;
}
const names = (rehearsal: Rehearsal): string[] => rehearsal.played.map(({ entry }) => entry.name);

test('what follows each other is loaded in time, each at the end of the one before', async () => {
  const rehearsal = await begun('a10', 'b20', 'c3', 'd4');
  await rehearsal.runTo(40);
  expect(rehearsal.told).toEqual(['a10 1.2', 'b20 11.2', 'c3 31.2', 'd4 34.2']);
  expect(names(rehearsal)).toEqual(['a10', 'b20', 'c3', 'd4']);
  for (const { clip, loaded } of rehearsal.taken.slice(1)) {
    expect(Number(clip.at) / 1e9 - loaded).toBeGreaterThan(1);
    expect(Number(clip.at) / 1e9 - loaded).toBeLessThan(6.4);
  }
});

test('parts of files are played', async () => {
  const rehearsal = await begun(at(10, 'a10', { offset: 3 }), at(30, 'b10', { duration: 4 }), at(34, 'c50'));
  await rehearsal.runTo(40);
  expect(rehearsal.told).toEqual(['a10 10 from 3', 'b10 30 to 4', 'c50 34']);
});

test('what goes on already is joined in the middle', async () => {
  const rehearsal = await begun(at(-5, 'a20'), at(-50, 'over10'));
  await rehearsal.runTo(5);
  expect(rehearsal.told).toEqual(['a20 1.2 from 6.2']);
  expect(rehearsal.playout.skipped()).toBe(1);
});

test('for a moment between two entries the last picture stays, for longer the filler comes', async () => {
  const rehearsal = await begun(at(10, 'a10'), at(20.4, 'b10'), at(31, 'c10'));
  await rehearsal.runTo(45);
  expect(rehearsal.taken.map(({ clip }) => clip.hold)).toEqual([true, false, false]);
  expect(rehearsal.taken[0]?.ejected).toBeGreaterThan(20.7);
  expect(rehearsal.taken[0]?.ejected).toBeLessThan(21);
});

test('rounds are counted', async () => {
  const rehearsal = new Rehearsal();
  await rehearsal.follow(source(['a3', 'b4'], { loop: 3 }));
  await rehearsal.runTo(30);
  expect(names(rehearsal)).toEqual(['a3', 'b4', 'a3', 'b4', 'a3', 'b4']);
  expect(rehearsal.rounds).toBe(2);
});

describe('a clock that is set', () => {
  test.each([[3600], [-3600], [12], [-12]])('by %d s cuts nothing that plays', async (by) => {
    const rehearsal = await begun(at(10, 'a20'), 'b10');
    await rehearsal.runTo(15);
    rehearsal.set = by;
    await rehearsal.runTo(45);
    // Set back by an hour, the clock lets the whole playlist come again, at its time.
    expect(rehearsal.told).toEqual(by < -60 ? ['a20 10'] : ['a20 10', 'b10 30']);
    expect(rehearsal.logged).toEqual([expect.stringContaining(`moved by ${by.toFixed(1)} s`)]);
  });

  test('moves what is to come', async () => {
    const rehearsal = await begun(at(100, 'a10'));
    await rehearsal.runTo(50);
    rehearsal.set = 20;
    await rehearsal.runTo(85);
    expect(rehearsal.told).toEqual(['a10 80']);
  });

  test('moves what is ready to come', async () => {
    const rehearsal = await begun(at(100, 'a10'));
    await rehearsal.runTo(97);
    rehearsal.set = -20;
    await rehearsal.runTo(125);
    expect(rehearsal.told).toEqual(['a10 100 out 97.1', 'a10 120']);
  });

  test('by a little moves nothing while something plays, and then a seam at most', async () => {
    const rehearsal = await begun(at(10, 'a10'), at(20, 'b10'), at(30, 'c10'));
    await rehearsal.runTo(15);
    rehearsal.set = 0.2;
    await rehearsal.runTo(45);
    expect(rehearsal.told).toEqual(['a10 10', 'b10 20', 'c10 30']);
  });
});

describe('an edit', () => {
  test('adds, moves and removes what has not begun', async () => {
    const rehearsal = await begun('a10', 'b10', 'c10');
    await rehearsal.runTo(4);
    await rehearsal.follow(source(['a10', 'x5', 'c10', 'b10']));
    await rehearsal.runTo(40);
    expect(rehearsal.told).toEqual(['a10 1.2', 'x5 11.2', 'c10 16.2', 'b10 26.2']);
  });

  test('takes nothing back while it is not known whether something goes on already', async () => {
    const rehearsal = await begun('a10', 'b10');
    await rehearsal.runTo(9);
    await rehearsal.follow(source(['a10', 'b10']), source([at(-100, 'over20')], { file: '/old.xml' }));
    await rehearsal.runTo(22);
    expect(rehearsal.told).toEqual(['a10 1.2', 'b10 11.2']);
    await rehearsal.follow(source(['a10', 'b10', 'c20']), source([at(15, 'going60')], { file: '/old.xml' }));
    await rehearsal.runTo(25);
    expect(rehearsal.told.slice(2)).toEqual(['going60 23.2 from 8.2']);
  });

  test('takes back what is ready, up to the last moment', async () => {
    const rehearsal = await begun('a10', 'b10', 'c10');
    await rehearsal.runTo(9);
    expect(rehearsal.told).toEqual(['a10 1.2', 'b10 11.2']);
    await rehearsal.follow(source(['a10', 'c10']));
    await rehearsal.runTo(15);
    expect(rehearsal.told).toEqual(['a10 1.2', 'b10 11.2 out 9.0', 'c10 11.2']);
    expect(names(rehearsal)).toEqual(['a10', 'c10']);
  });

  test('goes on after what plays, also round after round', async () => {
    const rehearsal = new Rehearsal();
    await rehearsal.follow(source(['a10', 'b10'], { loop: 0 }));
    await rehearsal.runTo(24);
    await rehearsal.follow(source(['x5', 'a10', 'b10'], { loop: 0 }));
    await rehearsal.runTo(50);
    expect(names(rehearsal)).toEqual(['a10', 'b10', 'a10', 'b10', 'x5', 'a10']);
  });

  test('does not cut what plays when something else is put into its time', async () => {
    const rehearsal = await begun(at(10, 'a20'));
    await rehearsal.runTo(15);
    await rehearsal.follow(source([at(10, 'a20'), at(20, 'b30')]));
    await rehearsal.runTo(35);
    expect(rehearsal.told).toEqual(['a20 10', 'b30 30 from 10']);
  });

  test('that ends what plays sooner ends it', async () => {
    const rehearsal = await begun(at(10, 'a20'), at(40, 'b10'));
    await rehearsal.runTo(12);
    await rehearsal.follow(source([at(10, 'a20', { duration: 8 }), at(18, 'b10')]));
    await rehearsal.runTo(25);
    expect(rehearsal.told).toEqual(['a20 10 out 18.4', 'b10 18']);
  });

  test('that makes what plays last longer has the rest follow it', async () => {
    const rehearsal = await begun(at(10, 'a20', { duration: 5 }));
    await rehearsal.runTo(12);
    await rehearsal.follow(source([at(10, 'a20', { duration: 15 })]));
    await rehearsal.runTo(26);
    expect(rehearsal.told).toEqual(['a20 10 to 5', 'a20 15 from 5 to 15']);
    expect(names(rehearsal)).toEqual(['a20']);
  });

  test('that removes what plays ends it as soon as what follows is ready', async () => {
    const rehearsal = await begun('a20', 'b10', 'c10');
    await rehearsal.runTo(10);
    await rehearsal.follow(source(['b10', 'c10']));
    await rehearsal.runTo(20);
    expect(rehearsal.told.slice(0, 2)).toEqual(['a20 1.2 out 11.6', 'b10 11.2']);
    expect(rehearsal.taken[1]?.loaded).toBeLessThan(11);
  });

  test('that corrects the time of what plays does not play it again', async () => {
    const rehearsal = await begun(at(10, 'a20'));
    await rehearsal.runTo(15);
    await rehearsal.follow(source([at(12, 'a20')]));
    await rehearsal.runTo(45);
    expect(rehearsal.told).toEqual(['a20 10']);
  });

  test('that removes the whole playlist lets what plays come to its end', async () => {
    const rehearsal = await begun('a20', 'b10');
    await rehearsal.runTo(17);
    await rehearsal.follow();
    await rehearsal.runTo(40);
    expect(rehearsal.told).toEqual(['a20 1.2', 'b10 21.2 out 17.0']);
    expect(names(rehearsal)).toEqual(['a20']);
  });
});

describe('what goes wrong', () => {
  test('a file that breaks while it plays makes room for the next', async () => {
    const rehearsal = await begun('a20', 'b10');
    await rehearsal.runTo(10);
    Object.assign(rehearsal.taken[0]!, { problem: 'it is broken' });
    await rehearsal.runTo(15);
    expect(rehearsal.told).toEqual(['a20 1.2 out 10.1', 'b10 11.32']);
  });

  test('a file that cannot be loaded is left out', async () => {
    const rehearsal = new Rehearsal();
    rehearsal.refuse.set('/b10', 'it is gone');
    await rehearsal.follow(source(['a10', 'b10', 'c10']));
    await rehearsal.runTo(15);
    expect(rehearsal.told).toEqual(['a10 1.2', 'c10 11.2']);
    expect(rehearsal.playout.plan.broken).toEqual([]);
  });

  test('a machine that takes its time loses no beginning of what follows', async () => {
    const rehearsal = new Rehearsal();
    rehearsal.slow = 2.5;
    await rehearsal.follow(source(['a10', 'b10']));
    await rehearsal.runTo(30);
    expect(names(rehearsal)).toEqual(['a10', 'b10']);
    const last = rehearsal.taken.slice(-2);
    for (const { clip, loaded } of last) expect(Number(clip.at) / 1e9).toBeGreaterThan(loaded);
    expect(last[1]!.clip.at - last[0]!.clip.at).toBe(10_000_000_000n);
  });
});
