import type { ActionSpec, Row, TableSpec } from '../api/types';
import { cellText } from './cells';
import { words } from '../frame/words';

/** An action that can be asked of one row of a table. */
export interface RowAction {
  readonly name: string;
  readonly spec: ActionSpec;
  /** Column whose value names the row, and parameter that takes it. */
  readonly key: string;
}

/** An action that can be asked for at a table as a whole. */
export type TableAction = readonly [name: string, spec: ActionSpec];

/** The actions that are asked for at a table as a whole: they belong to it, and nothing has to be said with them. */
export function tableActions(
  table: string,
  actions: Readonly<Record<string, ActionSpec>>,
): readonly TableAction[] {
  return Object.entries(actions).filter(
    ([, spec]) =>
      spec.table === table && Object.values(spec.parameters ?? {}).every(({ required }) => required !== true),
  );
}

/**
 * The actions that fit the rows of a table: those that take its `id`, need nothing beside it, and whose other parameters
 * are columns of the table too, as those of `eject-listener` are.
 */
export function rowActions(
  { columns }: TableSpec,
  actions: Readonly<Record<string, ActionSpec>>,
): readonly RowAction[] {
  return Object.entries(actions).flatMap(([name, spec]) => {
    const parameters = Object.entries(spec.parameters ?? {});
    const fits =
      Object.hasOwn(columns, 'id') &&
      parameters.some(([parameter]) => parameter === 'id') &&
      parameters.every(
        ([parameter, { required }]) =>
          parameter === 'id' || (required !== true && Object.hasOwn(columns, parameter)),
      );
    return fits ? [{ name, spec, key: 'id' }] : [];
  });
}

/** Columns that tell people whom or what a row is about, what tells most first. */
const TELLING = ['user', 'name', 'title', 'address', 'ip', 'host', 'agent', 'user-agent', 'file', 'id'];

/** What a row is about, in words: who or what, from where and with what, as far as the table has it. */
export function rowText(row: Row, columns: TableSpec['columns']): string {
  const told = TELLING.flatMap((name) => {
    const [spec, value] = [columns[name], row[name]];
    return spec === undefined || value === undefined || value === ''
      ? []
      : [`${words(name)} ${cellText(value, spec)}`];
  });
  return told.join(', ');
}
