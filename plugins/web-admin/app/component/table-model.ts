import type { PropertyValues, Row, TableSpec } from '../api/types';

type TableSpecs = Readonly<Record<string, TableSpec>>;

/** Columns of a table of periods, as a calendar shows them. */
export interface PeriodColumns {
  /** Column with what takes place. */
  readonly title: string | undefined;
}

/** The tables in which there can be something: those that go with a property only where it is given. */
export function tablesToShow(
  tables: TableSpecs,
  given: PropertyValues,
): readonly (readonly [name: string, spec: TableSpec])[] {
  return Object.entries(tables).filter(
    ([, { property }]) => property === undefined || given[property] !== undefined,
  );
}

/** The last page of a table. @param rows - of a page. */
export function lastPage(total: number, rows: number): number {
  return Math.max(1, Math.ceil(total / rows));
}

/** How a table of periods is shown as a calendar: one with the times `start` and `end`; undefined for others. */
export function periodColumns({ columns }: TableSpec): PeriodColumns | undefined {
  if (columns['start']?.kind !== 'time' || columns['end']?.kind !== 'time') return undefined;
  const title = Object.entries(columns).find(([, { kind }]) => kind === 'text');
  return { title: title?.[0] };
}

/** Whether a table lists folders that can be gone into: it says of each row its `folder`, its `name` and whether it `is-folder`. */
export function isBrowser({ columns }: TableSpec): boolean {
  return (
    columns['folder']?.kind === 'text' &&
    columns['name']?.kind === 'text' &&
    columns['is-folder']?.kind === 'bool'
  );
}

/** The folder that a row of such a table is, by its full name; undefined for a file. */
export function folderOf(row: Row): string | undefined {
  if (row['is-folder'] !== true) return undefined;
  const above = row['folder'] === '/' ? '' : String(row['folder']);
  return `${above}/${String(row['name'])}`;
}

/** A folder and those above it, the uppermost first, each with its full name. */
export function pathTo(folder: string): readonly (readonly [name: string, full: string])[] {
  const names = folder.split('/').filter((name) => name !== '');
  return [
    ['Top folder', '/'],
    ...names.map((name, at) => [name, `/${names.slice(0, at + 1).join('/')}`] as const),
  ];
}
