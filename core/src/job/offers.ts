import { withDeadline } from '../deadline';
import { errorText, FlumotionError, isFlumotionError } from '../errors';
import { guidance } from '../model/nearest';
import { actionsOf, tablesOf } from '../model/offers';
import { cleanRow, pageOf, queryProblem, type TablePage, type TableQuery } from '../model/table-page';
import { validateValues, withDefaults } from '../model/values';
import type { Behaviour, Cell, ComponentDefinition, Context, Row, Wanted } from '../plugin';
import { OFFER_DEADLINE } from '../rpc/offer-messages';

/** Gives the rows of a table that the core has for the component. */
export type CoreTable = () => Iterable<Row>;
/** Carries out an action that the core has for the component. */
export type CoreAction = (parameters: never) => unknown;

/** What the core itself offers for a component. */
export interface CoreOffers {
  readonly tables: Readonly<Record<string, CoreTable>>;
  readonly actions: Readonly<Record<string, CoreAction>>;
}

/** Answers what people ask of a running component: its tables and actions. */
export class Offers {
  constructor(
    private readonly id: string,
    private readonly definition: ComponentDefinition,
    private readonly core: CoreOffers,
  ) {}

  /** A part of a table. @throws FlumotionError `table-unknown`, `table-query-invalid`, `table-failed`. */
  async table(context: Context, table: string, query: TableQuery): Promise<TablePage> {
    const specs = tablesOf(this.definition.spec);
    const spec = Object.hasOwn(specs, table) ? specs[table] : undefined;
    const about = { component: this.id, table };
    if (!spec)
      throw FlumotionError.of('table-unknown', { ...about, advice: guidance(table, Object.keys(specs)) });
    const problem = queryProblem(spec.columns, query);
    if (problem !== undefined) throw FlumotionError.of('table-query-invalid', { ...about, reason: problem });
    try {
      const own = this.behaviour.tables?.[table] as
        ((context: Context, where: Wanted) => Iterable<Row>) | undefined;
      const read = own ? own(context, query.where) : this.core.tables[table]?.();
      const rows = await inTime(read ?? [], `the table ${table} of ${this.id}`);
      return pageOf(spec.columns, rows, query);
    } catch (error) {
      throw told(error, () => FlumotionError.of('table-failed', { ...about, reason: errorText(error) }));
    }
  }

  /** Carries out an action. @throws FlumotionError `action-unknown`, `action-refused`, `action-failed`. */
  async act(
    context: Context,
    action: string,
    given: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, Cell>>> {
    const specs = actionsOf(this.definition.spec);
    const spec = Object.hasOwn(specs, action) ? specs[action] : undefined;
    const about = { component: this.id, action };
    if (!spec)
      throw FlumotionError.of('action-unknown', { ...about, advice: guidance(action, Object.keys(specs)) });
    const { parameters = {}, answer = {} } = spec;
    const { values, problems } = validateValues(parameters, given);
    if (problems.length > 0) {
      const reason = problems.map(({ property, problem }) => `${property}: ${problem}`).join('; ');
      throw FlumotionError.of('action-refused', { ...about, reason });
    }
    try {
      const own = this.behaviour.actions?.[action] as
        ((context: Context, parameters: unknown) => unknown) | undefined;
      const filled = withDefaults(parameters, values);
      const done = own ? own(context, filled) : this.core.actions[action]?.(filled as never);
      const answered = await inTime(done, `the action ${action} of ${this.id}`);
      return cleanRow(answer, Object(answered) as Row);
    } catch (error) {
      throw told(error, () => FlumotionError.of('action-failed', { ...about, reason: errorText(error) }));
    }
  }

  private get behaviour(): Behaviour {
    return this.definition.behaviour;
  }
}

function inTime<T>(work: T | Promise<T>, what: string): Promise<T> {
  return withDeadline(Promise.resolve(work), OFFER_DEADLINE, what);
}

function told(error: unknown, otherwise: () => FlumotionError): FlumotionError {
  return isFlumotionError(error) ? error : otherwise();
}
