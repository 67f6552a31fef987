import type { ColumnSpecs, ComponentDefinition, PropertySpec, PropertySpecs } from '../plugin';
import { tablesOf } from '../model/offers';
import { checkProperties } from './check-properties';
import { checkDescription, NAME } from './check-text';

const KINDS = ['text', 'number', 'bool', 'time'];
/** What a request for a table says beside columns. */
const RESERVED = ['offset', 'limit', 'sort'];
/** What a property may say of itself that means nothing for a value that is given once. */
const ONLY_PROPERTIES = ['live', 'control', 'sets', 'to', 'retired', 'aliases', 'device', 'names', 'listens'];

/** Complaints about declared tables and actions, and about the behaviour that has to give them. */
export function* checkOffers({ spec, behaviour }: ComponentDefinition): Generator<string> {
  const { tables = {}, actions = {} } = spec;
  for (const [name, table] of Object.entries(tables)) {
    const where = `table "${name}"`;
    if (!NAME.test(name)) yield `${where}: expected lower-case words joined by dashes`;
    yield* checkDescription(where, table.description);
    if (Object.keys(table.columns).length === 0) yield `${where} has no columns`;
    const reserved = RESERVED.find((column) => Object.hasOwn(table.columns, column));
    if (reserved !== undefined)
      yield `${where} has a column "${reserved}", a word that requests use otherwise`;
    yield* checkColumns(where, table.columns);
    const { figure, property } = table;
    if (property !== undefined && !Object.hasOwn(spec.properties ?? {}, property))
      yield `${where} is shown with the property "${property}", which is not declared`;
    const stat = figure === undefined ? undefined : spec.stats?.[figure];
    if (figure !== undefined && (stat?.kind !== 'gauge' || stat.each !== undefined))
      yield `${where} goes with the figure "${figure}", which is no declared gauge`;
  }
  for (const [name, { description, table, parameters = {}, answer = {} }] of Object.entries(actions)) {
    const where = `action "${name}"`;
    if (!NAME.test(name)) yield `${where}: expected lower-case words joined by dashes`;
    yield* checkDescription(where, description);
    if (table !== undefined && !Object.hasOwn(tablesOf(spec), table))
      yield `${where} belongs to the table "${table}", which is not declared`;
    yield* checkParameters(where, parameters);
    yield* checkColumns(`the answer of ${where}`, answer);
  }
  yield* checkHooks('table', Object.keys(tables), behaviour.tables);
  yield* checkHooks('action', Object.keys(actions), behaviour.actions);
}

function* checkColumns(where: string, columns: ColumnSpecs): Generator<string> {
  for (const [name, { kind, unit, description }] of Object.entries(columns)) {
    const column = `column "${name}" of ${where}`;
    if (!NAME.test(name)) yield `${column}: expected lower-case words joined by dashes`;
    if (!KINDS.includes(kind)) yield `${column} has kind "${kind}": expected one of ${KINDS.join(', ')}`;
    else if (unit !== undefined && kind !== 'number') yield `${column} is no number and has a unit`;
    yield* checkDescription(column, description);
  }
}

function* checkParameters(where: string, parameters: PropertySpecs): Generator<string> {
  for (const complaint of checkProperties(parameters, true)) yield `${where}: ${complaint}`;
  for (const [name, parameter] of Object.entries(parameters)) {
    const alien = ONLY_PROPERTIES.find((key) => Object.hasOwn(parameter satisfies PropertySpec, key));
    if (alien !== undefined) yield `parameter "${name}" of ${where} has "${alien}", which is for properties`;
  }
}

function* checkHooks(
  what: 'table' | 'action',
  declared: readonly string[],
  hooks: object = {},
): Generator<string> {
  for (const name of declared) {
    if (typeof (hooks as Record<string, unknown>)[name] !== 'function')
      yield `the ${what} "${name}" is declared, and behaviour.${what}s has no function for it`;
  }
  for (const name of Object.keys(hooks)) {
    if (!declared.includes(name)) yield `behaviour.${what}s has "${name}", which is not declared`;
  }
}
