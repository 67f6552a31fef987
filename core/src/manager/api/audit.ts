import { z } from 'zod';
import { timeField } from './access-fields';
import { operation } from './operation';

const entryAnswer = z
  .object({
    id: z.int(),
    time: timeField,
    user: z.string(),
    address: z.string(),
    operation: z.string().describe('Id of the operation.'),
    what: z.string().describe('What was to be changed, as `/flow/name`.'),
    given: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What was given with it, without secrets, such as the parameters of an action.'),
    before: z.unknown().optional().describe('What it was, without secrets.'),
    after: z.unknown().optional().describe('What it became, without secrets.'),
    result: z.string().describe('`done`, or the code of the error.'),
    message: z.string().optional().describe('Text of the error.'),
  })
  .meta({ id: 'AuditEntry' });

/** The log of changes. */
export const auditOperations = [
  operation({
    id: 'readAudit',
    method: 'get',
    path: '/audit',
    role: 'admin',
    tag: 'access',
    summary: 'the log of changes, the newest first: who, what, before, after, and what came of it',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Most entries.'),
      before: z.coerce.number().int().min(1).optional().describe('Only entries before the one with this id.'),
      user: z.string().optional().describe('Only changes by this user.'),
      what: z
        .string()
        .optional()
        .describe('Only changes of this, or of what is below it: `/main`, `/main/video`.'),
    }),
    answer: z.object({
      entries: z.array(entryAnswer),
      next: z.int().optional().describe('Where there are more: `before` of the next page.'),
    }),
    errors: ['state-unreadable'],
    run: ({ query }, { audit }) => audit.page(query),
  }),
];
