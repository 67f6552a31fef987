import type { Cell, ColumnSpec, ColumnSpecs, Row } from '../plugin';
import { guidance } from './nearest';
import { quoted } from './problem';

/** Most rows of one page, and how many it has when nobody says. */
export const MOST_ROWS = 1000;
export const USUAL_ROWS = 100;
/** Rows that are looked at; a table that has more is cut there. */
const MOST_LOOKED_AT = 200_000;
/** Longest text of a cell. */
const MOST_TEXT = 1000;
/** Characters of text in a page, roughly; a page ends early before it has more. */
const MOST_PAGE = 512 * 1024;

/** Which part of a table is wanted. */
export interface TableQuery {
  /** Rows that are passed over. */
  readonly offset: number;
  /** Most rows of the page. */
  readonly limit: number;
  /** Column to sort by, with a `-` before it the greatest first; as the component gives them when left out. */
  readonly sort?: string | undefined;
  /** Columns, and the value, as text, that a row must have there. */
  readonly where: Readonly<Record<string, string>>;
}

/** A part of a table. */
export interface TablePage {
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Rows that there are, of those that were asked for. */
  readonly total: number;
  /** Rows that were passed over. */
  readonly offset: number;
  /** Offset of the next page; absent when this is the last. */
  readonly next?: number | undefined;
}

/** What is wrong with a query; undefined when nothing is. */
export function queryProblem(
  columns: ColumnSpecs,
  { sort, where, limit, offset }: TableQuery,
): string | undefined {
  const names = Object.keys(columns);
  const asked = [...(sort === undefined ? [] : [sort.replace(/^-/, '')]), ...Object.keys(where)];
  const unknown = asked.find((name) => !Object.hasOwn(columns, name));
  if (unknown !== undefined) return `there is no column ${quoted(unknown)}${guidance(unknown, names)}`;
  if (!(limit >= 1 && limit <= MOST_ROWS)) return `the limit is ${limit}; expected 1 to ${MOST_ROWS} rows`;
  return offset >= 0 ? undefined : `the offset is ${offset}; expected 0 or more`;
}

/** The wanted part of a table. @param query - one in which `queryProblem` sees nothing wrong. */
export function pageOf(columns: ColumnSpecs, rows: Iterable<Row>, query: TableQuery): TablePage {
  const { offset, limit, sort } = query;
  const where = Object.entries(query.where);
  const found: Row[] = [];
  let looked = 0;
  for (const row of rows) {
    if (++looked > MOST_LOOKED_AT) break;
    if (where.every(([name, value]) => row[name] !== undefined && String(row[name]) === value))
      found.push(row);
  }
  if (sort !== undefined) found.sort(byColumn(sort));
  const page: Readonly<Record<string, Cell>>[] = [];
  let size = 0;
  for (const row of found.slice(offset, offset + limit)) {
    const clean = cleanRow(columns, row);
    size += JSON.stringify(clean).length;
    if (page.length > 0 && size > MOST_PAGE) break;
    page.push(clean);
  }
  const next = offset + page.length;
  return { rows: page, total: found.length, offset, ...(next < found.length ? { next } : {}) };
}

/** A row, or an answer, of the declared columns alone: what is not declared, or of another kind, is left out. */
export function cleanRow(columns: ColumnSpecs, row: Row): Readonly<Record<string, Cell>> {
  const cells: Record<string, Cell> = {};
  for (const [name, column] of Object.entries(columns)) {
    const cell = cleanCell(column, row[name]);
    if (cell !== undefined) cells[name] = cell;
  }
  return cells;
}

function cleanCell({ kind }: ColumnSpec, value: Cell | undefined): Cell | undefined {
  if (kind === 'text') return typeof value === 'string' ? value.slice(0, MOST_TEXT) : undefined;
  if (kind === 'bool') return typeof value === 'boolean' ? value : undefined;
  return Number.isFinite(value) ? value : undefined;
}

/** Order of rows by a column, as `TableQuery.sort` has it. Rows without a value come last, whichever way it is sorted. */
export function byColumn(sort: string): (a: Row, b: Row) => number {
  const name = sort.replace(/^-/, '');
  const sign = sort.startsWith('-') ? -1 : 1;
  return ({ [name]: a }, { [name]: b }) => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return a < b ? -sign : a > b ? sign : 0;
  };
}
