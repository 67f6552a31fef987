import { z } from 'zod';
import { USUAL_ROWS } from '../../model/table-page';
import { actEverywhere, tableEverywhere } from '../everywhere';
import { cellAnswer } from './answers';
import { operation } from './operation';

const query = z
  .object({
    limit: z.coerce.number().int().min(1).max(1000).default(USUAL_ROWS).describe('Most rows, 1 to 1000.'),
    sort: z.string().optional().describe('A column; with `-` before it the greatest first.'),
  })
  .catchall(z.string());

const silent = z
  .array(z.object({ component: z.string().describe('Full id.'), reason: z.string() }))
  .describe('Components that were to answer and did not: what they have is missing.');

const rows = z.object({
  rows: z.array(z.record(z.string(), cellAnswer)),
  total: z.number().describe('How many there are, of those that were asked for.'),
  silent,
});

const meant = z
  .strictObject({
    component: z
      .string()
      .optional()
      .describe('Full id of the one component that is asked; all when left out.'),
    id: z.string().optional().describe('One; only with `component`, since others may have the same id.'),
    user: z.string().optional().describe('All of this user.'),
    address: z.string().optional().describe('All of this address.'),
  })
  .refine(({ id, user, address }) => [id, user, address].some((given) => given !== undefined), {
    message: 'expected who is meant: id, user or address',
  })
  .refine(({ id, component }) => id === undefined || component !== undefined, {
    message: 'expected the full id of a component beside the id',
    path: ['component'],
  });

const ejected = z.object({ ejected: z.number().describe('How many have to leave.'), silent });

interface Kind {
  readonly table: 'listeners' | 'keycards';
  /** Column with the component whose row it is. */
  readonly column: string;
  readonly action: string;
  readonly ids: readonly [list: string, eject: string];
  readonly method: string;
  readonly list: string;
  readonly eject: string;
}

/** The same for those who listen and for those who are in by a keycard. */
function kind({ table, column, action, ids: [listId, ejectId], method, list, eject }: Kind) {
  return [
    operation({
      id: listId,
      method: 'get',
      path: `/${table}`,
      role: 'viewer',
      tag: 'components',
      summary: list,
      description: `Any other argument of the query is a column, and the value that it must have; \`${column}\` names the component.`,
      query,
      answer: rows,
      errors: ['table-query-invalid'],
      run: ({ query: { limit, sort, ...where } }, { control }) =>
        tableEverywhere(control, table, column, { limit, sort, where }),
    }),
    operation({
      id: ejectId,
      method: 'post',
      path: `/${table}/eject`,
      role: 'operator',
      tag: 'components',
      summary: eject,
      body: meant,
      answer: ejected,
      errors: ['component-unknown', 'job-not-reached', 'action-unknown', 'action-refused', 'action-failed'],
      audit: {
        method,
        named: ({ body }) => ({ ...body }),
        given: ({ body: { component: _, ...who } }) => who,
        what: ({ body }) => body.component ?? 'planet',
      },
      run: async ({ body: { component, ...parameters } }, { control }) => {
        const { sum, silent: quiet } = await actEverywhere(control, action, parameters, 'ejected', component);
        return { ejected: sum, silent: quiet };
      },
    }),
  ];
}

/** Who listens, and who is in by a keycard, anywhere in the planet. */
export const listenerOperations = [
  ...kind({
    table: 'listeners',
    column: 'component',
    action: 'eject-listener',
    ids: ['listListeners', 'ejectListeners'],
    method: 'expireKeycard',
    list: 'who listens now, to any component that has the table `listeners`',
    eject: 'has listeners leave, of one component or of all: one of them, or all of a user or an address',
  }),
  ...kind({
    table: 'keycards',
    column: 'bouncer',
    action: 'eject-keycard',
    ids: ['listKeycards', 'ejectKeycards'],
    method: 'expireKeycardId',
    list: 'who is in by a keycard of any bouncer',
    eject:
      'has those leave who are in by a keycard, of one bouncer or of all: one of them, or all of a user or an address',
  }),
];
