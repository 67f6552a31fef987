import { KeycardBook, type BookParts } from '../../core/src/job/keycard-book';
import { Stays, type Pass } from '../../core/src/job/stays';
import type { Ejection, HeldKeycard, Keycard, Verdict } from '../../core/src/plugin';
import { ejectKeycards, releaseKeycards, renewKeycards } from '../../core/src/rpc/keycard-messages';
import { keepingLogger } from '../support/feed-ends';

const SECOND = 1000;
const STREAMER = '/flow/streamer';
const DOOR = '/atmosphere/door';

/** A bouncer and a streamer, and a way between them that can be cut. */
class Planet {
  readonly left: [string, number][] = [];
  readonly reviewed: string[] = [];
  readonly ejections: Ejection[] = [];
  readonly grants: [string, number][] = [];
  readonly lines: string[];
  /** What the bouncer says when it judges again. */
  verdict: (keycard: HeldKeycard) => Verdict | Promise<Verdict> = () => ({ admitted: true });
  cut = false;
  book: KeycardBook;
  stays: Stays;
  private readonly log;

  constructor() {
    ({ log: this.log, lines: this.lines } = keepingLogger());
    this.book = this.newBook();
    this.stays = this.newStays();
  }

  newBook(over: Partial<BookParts> = {}): KeycardBook {
    return new KeycardBook({
      review: (keycard) => {
        this.reviewed.push(keycard.id);
        return this.verdict(keycard);
      },
      left: ({ id }, seconds) => void this.left.push([id, seconds]),
      send: (to, ejected) => this.pass(ejectKeycards, { to, from: DOOR, ejected: [...ejected] }),
      log: this.log,
      ...over,
    });
  }

  newStays(): Stays {
    return new Stays(STREAMER, this.pass, this.log);
  }

  readonly pass: Pass = (type, params) => {
    if (this.cut) return Promise.reject(new Error('the manager is away'));
    const answer = this.answer(type.method, params);
    // As on the wire.
    return Promise.resolve(type.result.parse(JSON.parse(JSON.stringify(answer))));
  };

  private answer(method: string, params: object): object {
    switch (method) {
      case renewKeycards.method: {
        const { from, life, keycards } = renewKeycards.params.parse(params);
        const ejected = this.book.renew(from, life, keycards);
        return { ejected, granted: [...this.book.granted(from)], life: this.book.life };
      }
      case releaseKeycards.method: {
        const { from, ids } = releaseKeycards.params.parse(params);
        this.book.release(from, ids);
        return {};
      }
      default:
        this.stays.eject(ejectKeycards.params.parse(params).ejected);
        return {};
    }
  }

  enter(id: string, over: Partial<Keycard> = {}, duration?: number): { leave(): void } {
    const keycard = { id, address: '192.0.2.7', ...over };
    const ejected = (ejection: Ejection): void => void this.ejections.push(ejection);
    return this.stays.add('door', keycard, duration, ejected, (seconds) => this.grants.push([id, seconds]));
  }

  /** Lets time go by as both jobs see it. */
  async seconds(count: number): Promise<void> {
    for (let second = 0; second < count; second++) {
      await jest.advanceTimersByTimeAsync(SECOND);
      this.stays.check();
      this.book.check();
    }
    await jest.advanceTimersByTimeAsync(0);
  }

  get rows(): readonly Record<string, unknown>[] {
    return [...this.book.rows()].map((row) => ({ ...row }));
  }

  get ids(): readonly unknown[] {
    return this.rows.map(({ id }) => id).sort();
  }
}

let planet: Planet;

beforeEach(() => {
  jest.useFakeTimers();
  planet = new Planet();
});
afterEach(() => {
  jest.useRealTimers();
});

test('the bouncer knows who is in, and since when, without what was secret', async () => {
  await jest.advanceTimersByTimeAsync(10 * SECOND);
  const since = Date.now();
  planet.enter('a', { user: 'ann', password: 'hush', token: 'hush', path: '/live', agent: 'Player/1' }, 60);
  await planet.seconds(2);
  const [row] = planet.rows;
  expect(row).toMatchObject({ id: 'a', component: STREAMER, user: 'ann', path: '/live', agent: 'Player/1' });
  expect(row?.['since']).toBeCloseTo(since, -2);
  expect(row?.['expires']).toBeCloseTo(since + 60 * SECOND, -2);
  expect(JSON.stringify(planet.rows)).not.toContain('hush');
});

test('the bouncer knows of a source client that it is one, until it has left', async () => {
  const seen: unknown[] = [];
  planet.verdict = ({ purpose }) => {
    seen.push(purpose);
    return { admitted: true };
  };
  planet.enter('a', { purpose: 'source' });
  planet.enter('b');
  await planet.seconds(32);
  expect(seen).toEqual(['source', undefined]);
});

test('who leaves is known to have left, after how long; who was gone at once is never told of', async () => {
  const ann = planet.enter('a');
  planet.enter('b').leave();
  await planet.seconds(30);
  expect(planet.ids).toEqual(['a']);
  ann.leave();
  ann.leave();
  await planet.seconds(2);
  expect(planet.ids).toEqual([]);
  expect(planet.left).toEqual([['a', 31]]);
});

test('a person has those leave who are meant; each is told once', async () => {
  planet.enter('a', { user: 'ann' });
  planet.enter('b', { user: 'ann', address: '192.0.2.8' });
  planet.enter('c', { user: 'bob' });
  await planet.seconds(1);
  expect(planet.book.eject({ user: 'ann', address: '192.0.2.8' }, 'out')).toBe(1);
  await planet.seconds(1);
  expect(planet.ejections).toEqual([{ id: 'b', reason: 'ejected', text: 'out' }]);
  expect(planet.book.eject({ user: 'ann' }, 'out')).toBe(1);
  expect(planet.book.eject({ id: 'nobody' }, 'out')).toBe(0);
  await planet.seconds(20);
  expect(planet.ejections.map(({ id }) => id)).toEqual(['b', 'a']);
  expect([planet.ids, planet.left.map(([id]) => id)]).toEqual([['c'], ['b', 'a']]);
});

test('a stay that was granted for some time ends', async () => {
  planet.enter('a', {}, 20);
  planet.enter('b');
  await planet.seconds(19);
  expect(planet.ejections).toEqual([]);
  await planet.seconds(3);
  expect(planet.ejections).toEqual([{ id: 'a', reason: 'expired', text: 'its time is up' }]);
  expect(planet.ids).toEqual(['b']);
});

test('a stay is as long as who judges again says', async () => {
  planet.enter('a', {}, 60);
  planet.enter('b', {}, 300);
  planet.verdict = ({ id }) => ({ admitted: true, ...(id === 'a' ? { duration: 100 } : {}) });
  await planet.seconds(45);
  // Judged after half a minute, and told at the next question.
  expect(planet.grants.map(([id]) => id)).toEqual(['a']);
  expect(planet.grants[0]?.[1]).toBeGreaterThan(85);
  planet.verdict = () => ({ admitted: true });
  await planet.seconds(55);
  expect([planet.ejections, planet.ids]).toEqual([[], ['a', 'b']]);
  await planet.seconds(45);
  expect(planet.ejections).toEqual([{ id: 'a', reason: 'expired', text: 'its time is up' }]);
});

test('who is refused when judged again leaves; who cannot be judged stays', async () => {
  planet.enter('a', { user: 'ann' });
  planet.enter('b', { user: 'bob' });
  planet.enter('c', { user: 'cid' });
  await planet.seconds(40);
  expect(planet.reviewed.sort()).toEqual(['a', 'b', 'c']);
  planet.verdict = ({ user }) => {
    if (user === 'bob') throw new Error('the list is away');
    return user === 'cid'
      ? new Promise<Verdict>(() => undefined)
      : { admitted: false, reason: 'ann is no user any more' };
  };
  await planet.seconds(40);
  expect(planet.ejections).toEqual([{ id: 'a', reason: 'ejected', text: 'ann is no user any more' }]);
  expect(planet.ids).toEqual(['b', 'c']);
  expect(planet.lines.filter((line) => line.includes('the list is away'))).toHaveLength(1);
});

test('nobody has to leave because the way to the bouncer is cut, also for hours', async () => {
  const ann = planet.enter('a');
  await planet.seconds(2);
  planet.cut = true;
  planet.enter('b');
  await planet.seconds(4000);
  expect(planet.ejections).toEqual([]);
  expect(planet.lines.filter((line) => line.includes('cannot be told who is in'))).toHaveLength(1);
  planet.cut = false;
  ann.leave();
  await planet.seconds(61);
  expect(planet.ids).toEqual(['b']);
});

test('an ejection that does not get through is sent again, or comes with the next renewal', async () => {
  planet.enter('a');
  await planet.seconds(2);
  planet.cut = true;
  planet.book.eject({ id: 'a' }, 'out');
  await planet.seconds(5);
  expect([planet.ejections, planet.ids]).toEqual([[], []]);
  planet.cut = false;
  await planet.seconds(11);
  expect(planet.ejections).toHaveLength(1);

  planet.enter('b');
  await planet.seconds(2);
  planet.book.check = () => undefined;
  planet.cut = true;
  planet.book.eject({ id: 'b' }, 'out');
  await jest.advanceTimersByTimeAsync(0);
  planet.cut = false;
  await planet.seconds(300);
  expect(planet.ejections.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('a bouncer that is started anew learns within seconds who is in, and judges them', async () => {
  planet.enter('a');
  await planet.seconds(100);
  planet.book = planet.newBook();
  await planet.seconds(12);
  expect(planet.ids).toEqual(['a']);
  planet.verdict = () => ({ admitted: false, reason: 'not you' });
  await planet.seconds(31);
  expect(planet.ejections).toEqual([{ id: 'a', reason: 'ejected', text: 'not you' }]);
});

test('a component that is started anew has let everybody go; one that never speaks again, too', async () => {
  planet.enter('a');
  await planet.seconds(2);
  planet.stays = planet.newStays();
  planet.enter('b');
  await planet.seconds(3);
  expect([planet.ids, planet.left.map(([id]) => id)]).toEqual([['b'], ['a']]);
  planet.stays = planet.newStays();
  await planet.seconds(3590);
  expect(planet.ids).toEqual(['b']);
  await planet.seconds(15);
  expect(planet.ids).toEqual([]);
});

test('many are told in messages of bounded size', async () => {
  for (let id = 0; id < 1200; id++) planet.enter(String(id), { user: 'crowd' });
  await planet.seconds(1);
  expect(planet.book.size).toBe(500);
  await planet.seconds(2);
  expect(planet.book.size).toBe(1200);
  expect(planet.book.eject({ user: 'crowd' }, 'out')).toBe(1200);
  await planet.seconds(3);
  expect([planet.ejections.length, planet.book.size]).toEqual([1200, 0]);
});

test('a component cannot speak for the keycards of another', async () => {
  planet.enter('a');
  await planet.seconds(1);
  planet.book.release('/flow/other', ['a']);
  expect(planet.ids).toEqual(['a']);
});
