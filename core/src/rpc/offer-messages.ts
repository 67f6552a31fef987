import { z } from 'zod/v3';
import { request } from './messages';

const cell = z.union([z.string(), z.number(), z.boolean()]);
const cells = z.record(z.string(), cell);

/** Milliseconds that a job has for a table or an action, and what the way there may add. */
export const OFFER_DEADLINE = 5_000;
const WITH_THE_WAY = 8_000;

/** Manager → worker → job: a part of a table of the component. */
export const readTable = request(
  'read-table',
  z.object({
    id: z.string(),
    table: z.string(),
    query: z.object({
      offset: z.number().int(),
      limit: z.number().int(),
      sort: z.string().optional(),
      where: z.record(z.string(), z.string()),
    }),
  }),
  z.object({
    rows: z.array(cells),
    total: z.number().int(),
    offset: z.number().int(),
    next: z.number().int().optional(),
  }),
  WITH_THE_WAY,
);

/** Manager → worker → job: an action of the component, and what it answers. */
export const takeAction = request(
  'take-action',
  z.object({ id: z.string(), action: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  z.object({ answer: cells }),
  WITH_THE_WAY,
);

/** Worker → job: close log files and open them again. */
export const rotateLogs = request('rotate-logs', z.object({}), z.object({}), WITH_THE_WAY);
