import { errorText, FlumotionError, isFlumotionError } from '../errors';
import { actionsOf, tablesOf } from '../model/offers';
import { byColumn, queryProblem, type TableQuery } from '../model/table-page';
import type { Cell, ColumnSpecs } from '../plugin';
import type { ManagerControl } from './control';

/** Components that are asked at a time. */
const AT_ONCE = 16;
/** Milliseconds after which no further component is asked. */
const PATIENCE = 8_000;

/** A component that was to answer and did not. */
export interface Silent {
  /** Full id. */
  readonly component: string;
  readonly reason: string;
}

/** The rows of one table, of all components that have it. */
export interface RowsEverywhere {
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Rows that there are, of those that were asked for. */
  readonly total: number;
  readonly silent: readonly Silent[];
}

/** What is needed of the manager's control. */
export type PlanetAsked = Pick<ManagerControl, 'components' | 'specOf' | 'table' | 'act'>;

interface Asked {
  readonly id: string;
  readonly flow: string;
  readonly name: string;
}

/**
 * Reads a table of every component that has it.
 * @param column - name of the column that is added: the full id of the component whose row it is.
 * @param query - its `limit` is that of the whole; the offset counts for nothing.
 * @throws FlumotionError `table-query-invalid` when no such table could be asked so.
 */
export async function tableEverywhere(
  control: PlanetAsked,
  table: string,
  column: string,
  query: Omit<TableQuery, 'offset'>,
): Promise<RowsEverywhere> {
  const { [column]: wanted, ...where } = query.where;
  const columns: Record<string, ColumnSpecs[string]> = { [column]: { kind: 'text', description: 'Whose.' } };
  const asked = control.components().filter(({ id, mood }) => {
    const { [table]: spec } = tablesOf(control.specOf(id) ?? { kind: 'misc' });
    Object.assign(columns, spec?.columns);
    return spec !== undefined && mood !== 'sleeping' && (wanted === undefined || wanted === id);
  });
  const problem = queryProblem(columns, { ...query, offset: 0 });
  if (problem !== undefined)
    throw FlumotionError.of('table-query-invalid', { table, component: 'the planet', reason: problem });
  const order = query.sort === undefined ? undefined : byColumn(query.sort);
  const own = query.sort?.replace(/^-/, '') === column;
  const part = { offset: 0, limit: query.limit, where, ...(own ? {} : { sort: query.sort }) };
  let rows: Readonly<Record<string, Cell>>[] = [];
  let total = 0;
  const silent = await each(asked, async ({ id, flow, name }) => {
    const page = await control.table(flow, name, table, part);
    total += page.total;
    // What is beyond the limit can be let go at once.
    rows = rows.concat(page.rows.map((row) => ({ ...row, [column]: id })));
    if (order) rows.sort(order);
    rows = rows.slice(0, query.limit);
  });
  return { rows, total, silent };
}

/**
 * Has every component carry out an action that has it.
 * @param only - full id of the one component that is asked; all when left out.
 * @returns the sum of what they answer under a name.
 * @throws FlumotionError `component-unknown`, `action-unknown` about the one component.
 */
export async function actEverywhere(
  control: PlanetAsked,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
  counted: string,
  only?: string,
): Promise<{ readonly sum: number; readonly silent: readonly Silent[] }> {
  const components = control.components();
  const asked = components.filter(({ id, mood }) => {
    if (only !== undefined) return id === only;
    return mood !== 'sleeping' && Object.hasOwn(actionsOf(control.specOf(id) ?? { kind: 'misc' }), action);
  });
  if (only !== undefined && asked.length === 0)
    throw FlumotionError.of('component-unknown', { id: JSON.stringify(only), where: 'the planet' });
  let sum = 0;
  const silent = await each(
    asked,
    async ({ flow, name }) => {
      const answer = await control.act(flow, name, action, parameters);
      sum += Number(answer[counted] ?? 0);
    },
    only !== undefined,
  );
  return { sum, silent };
}

/** Asks components, some at a time. @param strict - throw what one throws, rather than tell of it. */
async function each(
  asked: readonly Asked[],
  ask: (one: Asked) => Promise<void>,
  strict = false,
): Promise<readonly Silent[]> {
  const silent: Silent[] = [];
  const end = performance.now() + PATIENCE;
  const waiting = asked.values();
  const work = async (): Promise<void> => {
    for (const one of waiting) {
      try {
        if (performance.now() > end) throw new Error('others took too long');
        await ask(one);
      } catch (error) {
        if (strict) throw error;
        // A job that is only starting has nobody in it.
        if (isFlumotionError(error) && error.code === 'job-not-reached') continue;
        silent.push({ component: one.id, reason: errorText(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return silent;
}
