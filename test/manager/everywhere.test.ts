import { FlumotionError } from '../../core/src/errors';
import { actEverywhere, tableEverywhere, type PlanetAsked } from '../../core/src/manager/everywhere';
import { pageOf } from '../../core/src/model/table-page';
import type { Row } from '../../core/src/plugin';

const COLUMNS = {
  id: { kind: 'text', description: 'It.' },
  user: { kind: 'text', description: 'It.' },
  bytes: { kind: 'number', description: 'It.' },
} as const;

/** What a component of the fake planet has; an error is what it answers. */
interface Fake {
  readonly rows?: readonly Row[] | Error;
  readonly mood?: string;
}

interface FakePlanet extends PlanetAsked {
  readonly asked: string[];
  /** Most components that were being asked at a time. */
  most: number;
}

function planet(components: Readonly<Record<string, Fake>>): FakePlanet {
  let now = 0;
  const fake = {
    asked: [] as string[],
    most: 0,
    components: () =>
      Object.entries(components).map(([name, { mood = 'happy' }]) => ({
        id: `/main/${name}`,
        flow: 'main',
        name,
        mood,
      })),
    specOf: (id: string) => {
      const { rows } = components[id.slice('/main/'.length)] ?? {};
      if (rows === undefined) return { kind: 'misc' };
      return {
        kind: 'consumer',
        tables: { listeners: { description: 'Who.', columns: COLUMNS } },
        actions: { 'eject-listener': { description: 'Out.' } },
      };
    },
    table: async (_flow: string, name: string, table: string, query: Parameters<typeof pageOf>[2]) => {
      fake.asked.push(`${name} ${table} ${JSON.stringify(query)}`);
      fake.most = Math.max(fake.most, ++now);
      await new Promise(setImmediate);
      now--;
      const { rows = [] } = components[name] ?? {};
      if (rows instanceof Error) throw rows;
      return pageOf(COLUMNS, rows, query);
    },
    act: async (_flow: string, name: string, action: string, parameters: object) => {
      fake.asked.push(`${name} ${action} ${JSON.stringify(parameters)}`);
      await new Promise(setImmediate);
      const { rows = [] } = components[name] ?? {};
      if (rows instanceof Error) throw rows;
      return { ejected: rows.length };
    },
  };
  return fake as unknown as FakePlanet;
}

const away = FlumotionError.of('job-not-reached', { id: '/main/x', reason: 'it is not running' });
const broken = FlumotionError.of('table-failed', { component: '/main/c', table: 'listeners', reason: 'ill' });

describe('a table of the whole planet', () => {
  const three = {
    a: {
      rows: [
        { id: '1', bytes: 5 },
        { id: '2', bytes: 9, user: 'bob' },
      ],
    },
    b: { rows: [{ id: '1', bytes: 7, user: 'bob' }, { id: '2' }] },
    video: {},
  };

  it('has the rows of all that have it, each with its component', async () => {
    const { rows, total, silent } = await tableEverywhere(planet(three), 'listeners', 'component', {
      limit: 100,
      where: {},
    });
    expect({ total, silent }).toEqual({ total: 4, silent: [] });
    expect(rows.map(({ component, id }) => `${String(component)} ${String(id)}`).sort()).toEqual([
      '/main/a 1',
      '/main/a 2',
      '/main/b 1',
      '/main/b 2',
    ]);
  });

  it('is sorted as a whole, and cut at the limit', async () => {
    const asked = planet(three);
    const { rows, total } = await tableEverywhere(asked, 'listeners', 'component', {
      limit: 3,
      sort: '-bytes',
      where: {},
    });
    expect(total).toBe(4);
    expect(rows.map(({ component, bytes }) => [component, bytes])).toEqual([
      ['/main/a', 9],
      ['/main/b', 7],
      ['/main/a', 5],
    ]);
    expect(asked.asked[0]).toBe('a listeners {"offset":0,"limit":3,"where":{},"sort":"-bytes"}');
    const byComponent = await tableEverywhere(planet(three), 'listeners', 'component', {
      limit: 3,
      sort: '-component',
      where: {},
    });
    expect(byComponent.rows.map(({ component }) => component)).toEqual(['/main/b', '/main/b', '/main/a']);
  });

  it('may be asked for certain values, and for one component', async () => {
    const bobs = { limit: 100, where: { user: 'bob' } };
    const all = await tableEverywhere(planet(three), 'listeners', 'component', bobs);
    expect(all.rows).toHaveLength(2);
    const asked = planet(three);
    const one = await tableEverywhere(asked, 'listeners', 'component', {
      limit: 100,
      where: { user: 'bob', component: '/main/b' },
    });
    expect(one).toEqual({
      rows: [{ component: '/main/b', id: '1', bytes: 7, user: 'bob' }],
      total: 1,
      silent: [],
    });
    expect(asked.asked).toHaveLength(1);
  });

  it('tells whose rows are missing, but not of those that do not run', async () => {
    const some = {
      ...three,
      c: { rows: broken },
      d: { rows: away },
      e: { rows: [{ id: '9' }], mood: 'sleeping' },
    };
    const { total, silent } = await tableEverywhere(planet(some), 'listeners', 'component', {
      limit: 1,
      where: {},
    });
    expect(total).toBe(4);
    expect(silent).toEqual([{ component: '/main/c', reason: expect.stringContaining('ill') as string }]);
  });

  it('cannot be sorted by what no such table has', async () => {
    const asked = planet(three);
    const query = { limit: 1, sort: 'byte', where: {} };
    await expect(tableEverywhere(asked, 'listeners', 'component', query)).rejects.toMatchObject({
      code: 'table-query-invalid',
      message: expect.stringContaining('bytes') as string,
    });
    expect(asked.asked).toEqual([]);
  });

  it('asks a bounded number at a time', async () => {
    const many = planet(
      Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`s${at}`, { rows: [{ id: '1' }] }])),
    );
    const { total } = await tableEverywhere(many, 'listeners', 'component', { limit: 5, where: {} });
    expect(total).toBe(100);
    expect(many.most).toBeGreaterThan(1);
    expect(many.most).toBeLessThanOrEqual(16);
  });
});

describe('an action of the whole planet', () => {
  const some = {
    a: { rows: [{ id: '1' }] },
    b: { rows: [{ id: '1' }, { id: '2' }] },
    c: { rows: broken },
    video: {},
  };

  it('is carried out by all that have it, and their answers are added up', async () => {
    const asked = planet(some);
    const done = await actEverywhere(asked, 'eject-listener', { user: 'bob' }, 'ejected');
    expect(done).toEqual({
      sum: 3,
      silent: [{ component: '/main/c', reason: expect.stringContaining('ill') as string }],
    });
    expect(asked.asked.sort()).toEqual(
      ['a', 'b', 'c'].map((name) => `${name} eject-listener {"user":"bob"}`),
    );
  });

  it('of one component says what is wrong with it', async () => {
    const act = (only: string): Promise<unknown> =>
      actEverywhere(planet(some), 'eject-listener', { id: '1' }, 'ejected', only);
    await expect(act('/main/b')).resolves.toEqual({ sum: 2, silent: [] });
    await expect(act('/main/c')).rejects.toMatchObject({ code: 'table-failed' });
    await expect(act('/main/x')).rejects.toMatchObject({ code: 'component-unknown' });
  });
});
