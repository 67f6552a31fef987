import { describe, expect, test } from '@jest/globals';
import { chainsOf } from '../src/chain';
import { beginAfter } from '../src/plan';
import { sameSlot } from '../src/slot';
import { lines, ns, planAt, source, type Item } from './day';

const at = (time: number, name: string, more: Partial<Item> = {}): Item => ({ name, time, ...more });

/** What is planned at a time for playlists of which later ones are newer. */
function planned(now: number, ...lists: readonly (readonly (Item | string)[])[]): readonly string[] {
  const sources = lists.map((items, index) => source(items, { file: `/${index}.xml`, changed: index }));
  return lines(planAt(now, sources).slots);
}

describe('entries with a time', () => {
  test('each is played at its time, whatever their order in the file', () => {
    expect(planned(0, [at(100, 'b20'), at(50, 'a10'), at(200, 'c30')])).toEqual([
      'a10 50-60',
      'b20 100-120',
      'c30 200-230',
    ]);
  });

  test('a duration ends one sooner, an offset leaves out its beginning', () => {
    expect(planned(0, [at(50, 'a10', { duration: 4 }), at(60, 'b10', { offset: 3 })])).toEqual([
      'a10 50-54',
      'b10 60-67',
    ]);
    expect(planned(0, [at(50, 'a10', { duration: 20 })])).toEqual(['a10 50-60']);
  });

  test('what is over is left out, and what goes on is joined in the middle', () => {
    expect(planned(55, [at(30, 'a10'), at(50, 'b20')])).toEqual(['b20 56-70 +6']);
    expect(planned(69, [at(50, 'b20')])).toEqual([]);
  });

  test('of two that overlap, the later one cuts the earlier', () => {
    expect(planned(0, [at(50, 'a20'), at(60, 'b5')])).toEqual(['a20 50-60', 'b5 60-65']);
  });

  test('times need not be those of pictures', () => {
    expect(planned(0, [at(50.01, 'a10'), at(60.01, 'b10')])).toEqual(['a10 50.04-60.04', 'b10 60.04-70.04']);
  });

  test('two at one time: what stands later in the file is played', () => {
    expect(planned(0, [at(50, 'a20'), at(50, 'b5')])).toEqual(['b5 50-55']);
  });
});

describe('a newer playlist', () => {
  test('cuts the end of what is played when it begins', () => {
    expect(planned(0, [at(50, 'a20')], [at(60, 'b20')])).toEqual(['a20 50-60', 'b20 60-80']);
  });

  test('cuts the beginning of what would begin while it plays', () => {
    expect(planned(0, [at(60, 'a20')], [at(50, 'b20')])).toEqual(['b20 50-70', 'a20 70-80 +10']);
  });

  test('does away with what it covers', () => {
    expect(planned(0, [at(60, 'a5'), at(90, 'c5')], [at(50, 'b20')])).toEqual(['b20 50-70', 'c5 90-95']);
  });

  test('is found by when the file was changed, not by its name', () => {
    const sources = [
      source([at(50, 'a10')], { file: '/a.xml', changed: 2 }),
      source([at(50, 'b10')], { file: '/b.xml', changed: 1 }),
    ];
    expect(lines(planAt(0, sources).slots)).toEqual(['a10 50-60']);
  });
});

describe('entries without a time', () => {
  test('follow the one before', () => {
    expect(planned(0, [at(50, 'a10'), 'b20', at(200, 'c5'), 'd5'])).toEqual([
      'a10 50-60',
      'b20 60-80',
      'c5 200-205',
      'd5 205-210',
    ]);
  });

  test('begin at once when none has a time', () => {
    expect(planned(7, ['a10', 'b20'])).toEqual(['a10 8-18', 'b20 18-38']);
  });

  test('end when a later one of the same playlist has its time', () => {
    expect(planned(0, [at(50, 'a10'), 'b10', 'c10', at(65, 'd5')])).toEqual([
      'a10 50-60',
      'b10 60-65',
      'd5 65-70',
    ]);
  });

  test('wait for what has a time, and go on with the next', () => {
    expect(planned(0, ['a10', 'b10', 'c10'], [at(15, 'news5')])).toEqual([
      'a10 1-11',
      'b10 11-15',
      'news5 15-20',
      'c10 20-30',
    ]);
    // Also in the same file, and when the list is newer.
    expect(planned(0, [at(15, 'news5')], ['a10', 'b10', 'c10'])).toHaveLength(4);
    expect(planned(0, ['a10', 'b10', at(15, 'news5')])).toEqual(['a10 1-11', 'b10 11-15', 'news5 15-20']);
  });

  test('do not fill what is too short for them', () => {
    expect(planned(0, ['a10', 'b10'], [at(1.2, 'news5')])).toEqual([
      'news5 1.2-6.2',
      'a10 6.2-16.2',
      'b10 16.2-26.2',
    ]);
  });

  test('are joined where they would be by now', () => {
    expect(planned(64, [at(50, 'a10'), 'b20', 'c5'])).toEqual(['b20 65-80 +5', 'c5 80-85']);
  });
});

describe('rounds', () => {
  test('are played again and again, or so many times', () => {
    const forever = lines(planAt(0, [source(['a10', 'b20'], { loop: 0 })]).slots);
    expect(forever).toHaveLength(100);
    expect(forever.slice(0, 3)).toEqual(['a10 1-11', 'b20 11-31', 'a10 31-41']);
    expect(lines(planAt(0, [source(['a10'], { loop: 2 })]).slots)).toEqual(['a10 1-11', 'a10 11-21']);
  });

  test('of a list with a time at its beginning are where they would be by now', () => {
    const list = source([at(-1000, 'a10'), 'b20'], { loop: 0 });
    // 1000 s are 33 rounds and 10 s: 1 s from now, b has been played for a second.
    expect(lines(planAt(0, [list]).slots).slice(0, 3)).toEqual(['b20 1-20 +1', 'a10 20-30', 'b20 30-50']);
    expect(lines(planAt(0, [source([at(-1000, 'a10'), 'b20'], { loop: 33 })]).slots)).toEqual([]);
    expect(lines(planAt(0, [source([at(-1000, 'a10'), 'b20'], { loop: 34 })]).slots)).toEqual([
      'b20 1-20 +1',
    ]);
  });

  test('give way to what has a time', () => {
    const list = source([at(-1000, 'a10'), 'b20'], { loop: 0, changed: 9 });
    const news = source([at(25, 'news5')], { file: '/news.xml' });
    expect(lines(planAt(0, [list, news]).slots).slice(0, 4)).toEqual([
      'b20 1-20 +1',
      'a10 20-25',
      'news5 25-30',
      'b20 30-50',
    ]);
  });

  test('in which everything is broken end the search', () => {
    const { slots, broken } = planAt(0, [source(['broken1', 'broken2'], { loop: 0 })]);
    expect(slots).toEqual([]);
    expect(broken.map(({ entry, problem }) => [entry.name, problem])).toEqual([
      ['broken1', 'it is broken'],
      ['broken2', 'it is broken'],
    ]);
  });
});

describe('files', () => {
  test('that are broken are left out, and the rest goes on', () => {
    const { slots, broken } = planAt(0, [source(['a10', 'broken', 'b10'])]);
    expect(lines(slots)).toEqual(['a10 1-11', 'b10 11-21']);
    expect(broken).toHaveLength(1);
  });

  test('whose end lies before the offset are broken', () => {
    const { slots, broken } = planAt(0, [source([at(50, 'a10', { offset: 10 })])]);
    expect(slots).toEqual([]);
    expect(broken[0]?.problem).toContain('its offset lies behind its end, which is at 10 s');
  });

  test('of unknown length keep back what would be played after them, and what they may cut', () => {
    const sources = [
      source(['a10', 'b10', 'unknown', 'c10'], { file: '/list.m3u' }),
      source([at(15, 'unknown'), at(60, 'd10')], { file: '/times.xml' }),
    ];
    const { slots, unknown } = planAt(0, sources);
    expect(lines(slots)).toEqual(['a10 1-11', 'b10 11-15', 'd10 60-70']);
    expect(unknown.map(({ at: time }) => time)).toEqual([ns(15), ns(15)]);
  });

  test('that are over by the next time of the playlist are not even looked at', () => {
    const { unknown } = planAt(100, [source([at(10, 'unknown'), at(20, 'unknown'), at(30, 'a80')])]);
    expect(unknown).toEqual([]);
  });

  test('that are over by their duration are not looked at either', () => {
    const list = source([
      at(-100, 'unknown', { duration: 60 }),
      { name: 'unknown', duration: 30 },
      { name: 'unknown', duration: 30 },
    ]);
    expect(planAt(0, [list]).unknown.map(({ entry, at: time }) => [entry.line, time])).toEqual([
      [3, ns(-10)],
    ]);
  });

  test('that are due in days are not looked at yet', () => {
    expect(planAt(0, [source([at(90_000, 'unknown')])]).unknown).toEqual([]);
  });
});

test('what may begin after a time is known before its file is', () => {
  const future = planAt(0, [source([at(10, 'a10'), at(20.3, 'unknown'), at(40, 'b10')])]);
  expect([15, 20, 21, 41].map((time) => beginAfter(future, ns(time)))).toEqual([
    ns(20.3),
    ns(20.3),
    ns(40),
    undefined,
  ]);
});

describe('what plays', () => {
  const first = (list: ReturnType<typeof source>): ReturnType<typeof planAt>['slots'][number] =>
    planAt(0, [list]).slots[0]!;

  test('is not cut: what should have begun meanwhile is joined in the middle, or left out', () => {
    const list = source([at(1, 'a20')]);
    const cursors = new Map([[chainsOf([list], 1)[0]!.id, { index: 1, round: 0, at: ns(21) }]]);
    const fixed = [first(list)];
    const added = source([at(10, 'b20'), at(12, 'c2')], { file: '/new.xml', changed: 5 });
    expect(lines(planAt(5, [list, added], { fixed, cursors }).slots)).toEqual([]);
    const longer = source([at(10, 'b20')], { file: '/new.xml', changed: 5 });
    expect(lines(planAt(5, [list, longer], { fixed, cursors }).slots)).toEqual(['b20 21-30 +11']);
  });

  test('is played to its end when what would have cut it is gone', () => {
    const list = source([at(1, 'a20'), at(10, 'b20')]);
    const slot = first(list);
    expect(lines([slot])).toEqual(['a20 1-10']);
    const alone = source([at(1, 'a20')]);
    const cursors = new Map([[chainsOf([alone], 1)[0]!.id, { index: 1, round: 0, at: ns(10) }]]);
    const { slots } = planAt(5, [alone], { fixed: [slot], cursors });
    expect(lines(slots)).toEqual(['a20 10-21 +9']);
    expect(lines(planAt(5, [list], { fixed: [slot], cursors }).slots)).toEqual(['b20 10-30']);
  });

  test.each([
    ['without times', source(['a1', 'b10'])],
    ['with times', source([at(-1, 'a3'), at(3, 'b10')])],
    ['joined', source([at(-100, 'a200')])],
  ])('what is ready stays as it is while its time comes nearer, %s', (_name, list) => {
    const ready = planAt(0, [list]).slots.slice(0, 2);
    const later = planAt(0.9, [list], { ready }).slots;
    ready.forEach((slot, index) => expect(sameSlot(slot, later[index]!)).toBe(true));
  });
});
