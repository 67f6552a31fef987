import type { ActionSpec, TableSpec } from '../api/types';

/** An action that can be asked of one row of a table. */
export interface RowAction {
  readonly name: string;
  readonly spec: ActionSpec;
  /** Column whose value names the row, and parameter that takes it. */
  readonly key: string;
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
