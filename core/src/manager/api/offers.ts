import { z } from 'zod';
import { FlumotionError } from '../../errors';
import { componentId } from '../../model/planet';
import { USUAL_ROWS, type TableQuery } from '../../model/table-page';
import { cellAnswer, tablePageAnswer } from './answers';
import { actionDeclarations, tableDeclarations } from './declared';
import { componentPath } from './named';
import { operation } from './operation';

const tableQuery = z
  .object({
    limit: z.string().optional().describe(`Most rows, 1 to 1000; ${USUAL_ROWS} when left out.`),
    offset: z.string().optional().describe('Rows to pass over.'),
    sort: z.string().optional().describe('A column; with `-` before it the greatest first.'),
  })
  .catchall(z.string());

/** The tables and actions that component types declare. */
export const offerOperations = [
  operation({
    id: 'getTables',
    method: 'get',
    path: '/components/{flow}/{name}/tables',
    role: 'viewer',
    tag: 'components',
    summary: 'the [tables](#tables-and-actions) of a component, with their columns',
    params: componentPath,
    answer: tableDeclarations,
    errors: ['component-unknown'],
    run: ({ params }, { control }) => control.offers(params.flow, params.name).tables,
  }),
  operation({
    id: 'readTable',
    method: 'get',
    path: '/components/{flow}/{name}/tables/{table}',
    role: 'viewer',
    tag: 'components',
    summary: 'rows of a table',
    description: 'Any other argument of the query is a column, and the value that it must have.',
    params: componentPath.extend({ table: z.string() }),
    query: tableQuery,
    answer: tablePageAnswer,
    errors: ['component-unknown', 'job-not-reached', 'table-unknown', 'table-query-invalid', 'table-failed'],
    run: ({ params: { flow, name, table }, query }, { control }) =>
      control.table(flow, name, table, queryOf(query, { table, component: componentId(flow, name) })),
  }),
  operation({
    id: 'getActions',
    method: 'get',
    path: '/components/{flow}/{name}/actions',
    role: 'viewer',
    tag: 'components',
    summary: 'the actions of a component, with their parameters and what they answer',
    params: componentPath,
    answer: actionDeclarations,
    errors: ['component-unknown'],
    run: ({ params }, { control }) => control.offers(params.flow, params.name).actions,
  }),
  operation({
    id: 'takeAction',
    method: 'post',
    path: '/components/{flow}/{name}/actions/{action}',
    role: 'operator',
    tag: 'components',
    summary:
      'has the running component carry out an action; the body is an object of its parameters, or left out where it needs none',
    params: componentPath.extend({ action: z.string() }),
    body: z.record(z.string(), z.unknown()).default({}),
    answer: z.record(z.string(), cellAnswer),
    errors: ['component-unknown', 'job-not-reached', 'action-unknown', 'action-refused', 'action-failed'],
    audit: {
      method: 'componentCallRemote',
      what: ({ params: { flow, name, action } }) => `${componentId(flow, name)}/${action}`,
      args: ({ params: { flow, name, action } }) => [componentId(flow, name), action],
      named: ({ params: { flow, name, action }, body }, { control }) =>
        control.shownParameters(flow, name, action, body),
      given: ({ params: { flow, name, action }, body }, { control }) =>
        control.shownParameters(flow, name, action, body),
    },
    run: ({ params: { flow, name, action }, body }, { control }) => control.act(flow, name, action, body),
  }),
];

function queryOf(
  given: z.output<typeof tableQuery>,
  about: { readonly table: string; readonly component: string },
): TableQuery {
  const { offset, limit, sort, ...where } = given;
  const number = (name: string, text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    const reason = `${name} is ${JSON.stringify(text.slice(0, 60))}; expected a whole number`;
    throw FlumotionError.of('table-query-invalid', { ...about, reason });
  };
  return {
    offset: offset === undefined ? 0 : number('offset', offset),
    limit: limit === undefined ? USUAL_ROWS : number('limit', limit),
    ...(sort === undefined ? {} : { sort }),
    where,
  };
}
