import type { Command } from 'commander';
import { FlumotionError, guidance, type TablePage } from '@flumotion/core/cli';
import { componentPath } from '../client/paths';
import { wanted, type ComponentOptions } from './component-options';
import { answerText, type ActionState } from './invoke';
import { tableText, timeText, type CellValue } from './show';
import { verb, type VerbTerminal } from './session';
import { namedValues, type ValueSchema } from '../client/values';

interface TableState {
  readonly description: string;
  readonly columns: Readonly<Record<string, { readonly kind: string }>>;
}

interface TableOptions extends ComponentOptions {
  readonly limit?: string;
  readonly offset?: string;
  readonly sort?: string;
  readonly reverse?: boolean;
}

/** What a declared kind of a parameter is in JSON. */
const KINDS: Readonly<Record<string, string>> = {
  ...{ int: 'integer', long: 'integer', float: 'number', bool: 'boolean' },
  ...{ fraction: 'array', compound: 'object' },
};

/** Adds the verbs for tables and actions of components. */
export function offerVerbs(component: Command, terminal: VerbTerminal): void {
  component
    .command('tables')
    .description('which tables it offers')
    .action(
      verb<ComponentOptions>(terminal, async (session) => {
        const path = componentPath(await wanted(session));
        const tables = await session.client.get<Readonly<Record<string, TableState>>>(`${path}/tables`);
        const rows = Object.entries(tables).map(([name, { description, columns }]) => [
          ...[name, description, Object.keys(columns).join(', ')],
        ]);
        session.show(tables, () => tableText(['table', 'what a row is', 'columns'], rows));
      }),
    );
  component
    .command('table')
    .description('rows of a table, such as the listeners of a streamer')
    .argument('<table>')
    .argument('[where...]', 'only rows with these values, as user=bob')
    .option('--limit <n>', 'most rows (default: 100)')
    .option('--offset <n>', 'rows to pass over')
    .option('--sort <column>', 'sorted by a column')
    .option('--reverse', 'the greatest first')
    .action(
      verb<TableOptions>(terminal, async (session, table = '', ...where) => {
        const { client, options } = session;
        const path = componentPath(await wanted(session));
        const { limit, offset, sort, reverse } = options;
        const conditions = where
          .map((word) => /^([^=]+)=(.*)$/s.exec(word))
          .filter((match) => match !== null);
        if (conditions.length < where.length)
          throw FlumotionError.of('arguments-invalid', {
            reason: 'after the table column=value is expected',
          });
        const query = {
          ...(limit !== undefined && { limit }),
          ...(offset !== undefined && { offset }),
          ...(sort !== undefined && { sort: reverse === true ? `-${sort}` : sort }),
          ...Object.fromEntries(conditions.map(([, column = '', value = '']) => [column, value])),
        };
        const [page, tables] = await Promise.all([
          client.get<TablePage>(`${path}/tables/${encodeURIComponent(table)}`, query),
          client.get<Readonly<Record<string, TableState>>>(`${path}/tables`),
        ]);
        session.show(page, () => pageText(page, tables[table]));
        if (page.next !== undefined && options.json !== true)
          session.tell(`${page.total} rows in all; the next begin at --offset ${page.next}`);
      }),
    );
  component
    .command('actions')
    .description('which actions it offers')
    .action(
      verb<ComponentOptions>(terminal, async (session) => {
        const path = componentPath(await wanted(session));
        const actions = await session.client.get<Readonly<Record<string, ActionState>>>(`${path}/actions`);
        const rows = Object.entries(actions).map(([name, { description, parameters = {} }]) => [
          ...[name, description, Object.keys(parameters).join(', ')],
        ]);
        session.show(actions, () => tableText(['action', 'what it does', 'parameters'], rows));
      }),
    );
  component
    .command('action')
    .description('has it carry out an action')
    .argument('<action>')
    .argument('[parameters...]', 'as id=17')
    .action(
      verb<ComponentOptions>(terminal, async (session, action = '', ...words) => {
        const { client } = session;
        const id = await wanted(session);
        const path = componentPath(id);
        const actions = await client.get<Readonly<Record<string, ActionState>>>(`${path}/actions`);
        const spec = Object.hasOwn(actions, action) ? actions[action] : undefined;
        if (!spec) {
          const advice = guidance(action, Object.keys(actions));
          throw FlumotionError.of('action-unknown', {
            component: id,
            action: JSON.stringify(action),
            advice,
          });
        }
        const body = namedValues(words, schemasOf(spec), action);
        const answer = await client.ask('POST', `${path}/actions/${encodeURIComponent(action)}`, { body });
        session.show(answer.value, () => answerText(answer.value));
      }),
    );
}

function schemasOf({ parameters = {} }: ActionState): Readonly<Record<string, ValueSchema>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { type }]) => [name, { type: KINDS[type] ?? 'string' }]),
  );
}

function pageText({ rows }: TablePage, table: TableState | undefined): string {
  const columns = Object.entries(table?.columns ?? {});
  const known = columns.filter(([name]) => rows.some((row) => row[name] !== undefined));
  return tableText(
    known.map(([name]) => name),
    rows.map((row) =>
      known.map(([name, { kind }]): CellValue => {
        const cell = row[name];
        return kind === 'time' && typeof cell === 'number' ? timeText(cell) : cell;
      }),
    ),
  );
}
