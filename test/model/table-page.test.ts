import { pageOf, queryProblem, type TableQuery } from '../../core/src/model/table-page';

const COLUMNS = {
  id: { kind: 'text', description: 'Names it.' },
  size: { kind: 'number', unit: 'bytes', description: 'How much.' },
  big: { kind: 'bool', description: 'Whether it is much.' },
} as const;
const ROWS = [
  { id: 'b', size: 20, big: false },
  { id: 'a', size: 300, big: true },
  { id: 'd' },
  { id: 'c', size: 1, big: false, secret: 'hush' },
];

const ask = (query: Partial<TableQuery> = {}): TableQuery => ({ offset: 0, limit: 100, where: {}, ...query });
const ids = (query: Partial<TableQuery>): readonly unknown[] =>
  pageOf(COLUMNS, ROWS, ask(query)).rows.map(({ id }) => id);

test('rows come as they are given, of the declared columns alone', () => {
  expect(pageOf(COLUMNS, ROWS, ask())).toEqual({
    rows: [...ROWS.slice(0, 3), { id: 'c', size: 1, big: false }],
    total: 4,
    offset: 0,
  });
});

test.each([
  ['size', ['c', 'b', 'a', 'd']],
  ['-size', ['a', 'b', 'c', 'd']],
  ['id', ['a', 'b', 'c', 'd']],
])('sorted by %s; what has no value comes last', (sort, order) => {
  expect(ids({ sort })).toEqual(order);
});

test('only those with the values that are asked for', () => {
  expect(ids({ where: { big: 'false' } })).toEqual(['b', 'c']);
  expect(ids({ where: { size: '300', id: 'a' } })).toEqual(['a']);
  expect(ids({ where: { size: 'undefined' } })).toEqual([]);
});

test('pages follow each other', () => {
  const first = pageOf(COLUMNS, ROWS, ask({ limit: 3, sort: 'id' }));
  expect([first.rows.length, first.total, first.next]).toEqual([3, 4, 3]);
  const last = pageOf(COLUMNS, ROWS, ask({ limit: 3, sort: 'id', offset: 3 }));
  expect([last.rows, last.next]).toEqual([[{ id: 'd' }], undefined]);
  expect(pageOf(COLUMNS, ROWS, ask({ offset: 10 }))).toEqual({ rows: [], total: 4, offset: 10 });
});

test('values of another kind are left out, long text is cut, and a page of much text ends early', () => {
  const odd = [{ id: 7, size: Number.NaN, big: 'yes' }];
  expect(pageOf(COLUMNS, odd, ask()).rows).toEqual([{}]);
  const long = Array.from({ length: 900 }, () => ({ id: 'x'.repeat(5000) }));
  const { rows, next = 0, total } = pageOf(COLUMNS, long, ask({ limit: 1000 }));
  expect(String(rows[0]?.['id'])).toHaveLength(1000);
  expect([next, total]).toEqual([rows.length, 900]);
  expect(rows.length).toBeLessThan(600);
});

test('a table without end is cut', () => {
  function* endless(): Generator<{ size: number }> {
    for (let size = 0; ; size++) yield { size };
  }
  expect(pageOf(COLUMNS, endless(), ask({ limit: 1 })).total).toBe(200_000);
});

test.each([
  [{ sort: '-siez' }, 'there is no column "siez"; did you mean "size"?'],
  [{ where: { constructor: 'x' } }, 'there is no column "constructor"; it has id, size, big'],
  [{ limit: 0 }, 'the limit is 0; expected 1 to 1000 rows'],
  [{ limit: 1001 }, 'the limit is 1001; expected 1 to 1000 rows'],
  [{ offset: -1 }, 'the offset is -1; expected 0 or more'],
])('%j is refused', (query, problem) => {
  expect(queryProblem(COLUMNS, ask(query))).toBe(problem);
});

test('a good query is not', () => {
  expect(queryProblem(COLUMNS, ask({ sort: '-size', where: { id: 'x' }, limit: 1000 }))).toBeUndefined();
});
