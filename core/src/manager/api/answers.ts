import { z } from 'zod';
import { MOODS } from '../../model/mood';
import { propertyValues } from './declared';

const time = z.number().describe('Milliseconds since 1970.');
const properties = propertyValues.describe('Given values, without the secret ones.');

/** A value of a cell of a table, or of an answer of an action. */
export const cellAnswer = z.union([z.string(), z.number(), z.boolean()]);

/** A part of a table. */
export const tablePageAnswer = z.object({
  rows: z.array(z.record(z.string(), cellAnswer)),
  total: z.number().describe('Rows that there are.'),
  offset: z.number().describe('Rows that were passed over.'),
  next: z.number().optional().describe('Offset of the next page, where there is one.'),
});

/** A message of a component. */
export const messageAnswer = z
  .object({
    level: z.enum(['error', 'warning', 'info']),
    id: z.string(),
    text: z.string(),
    time,
    advice: z.string().optional().describe('What to do about it.'),
    debug: z.string().optional(),
  })
  .meta({ id: 'Message' });

const eater = z
  .object({
    eater: z.string(),
    alias: z.string(),
    feed: z.string().describe('Full id of the feed, `/flow/component:feeder`.'),
    connected: z.boolean(),
    reason: z.string().optional().describe('Why it is not connected.'),
    since: time.optional(),
    connections: z.number(),
  })
  .meta({ id: 'Eater' });

const feedClient = z
  .object({
    client: z.string().describe('Full id of the eater, `/flow/component:alias`.'),
    connected: z.boolean(),
    since: time,
    bytes: z.number(),
    dropped: z.number().describe('Buffers that it missed.'),
    behind: z.number().optional().describe('Bytes that wait to be sent to it.'),
    reconnects: z.number(),
  })
  .meta({ id: 'FeedClient' });

const feeder = z
  .object({
    feeder: z.string(),
    caps: z.string().optional(),
    port: z.number().optional().describe('Where it is open to other machines.'),
    buffers: z.number().optional().describe('Buffers that came through since its job started.'),
    clients: z.array(feedClient),
    refused: z.number().describe('Connections refused for a wrong secret or greeting.'),
  })
  .meta({ id: 'Feeder' });

const plug = z
  .object({
    name: z.string(),
    type: z.string(),
    socket: z.string(),
    feeder: z.string().optional(),
    properties,
  })
  .meta({ id: 'Plug' });

/** A component as it is. */
export const componentAnswer = z
  .object({
    id: z.string().describe('`/flow/name`'),
    flow: z.string(),
    name: z.string(),
    type: z.string(),
    label: z.string().optional(),
    worker: z.string(),
    wanted: z.enum(['running', 'stopped']).describe('What should be; `mood` is what is.'),
    mood: z.enum(MOODS as readonly [string, ...string[]]),
    reason: z.string().optional().describe('Why the mood is what it is.'),
    messages: z.array(messageAnswer),
    properties,
    pid: z.number().optional(),
    started: time.optional(),
    cpu: z.number().optional().describe('Fraction of one core.'),
    memory: z.number().optional().describe('Bytes.'),
    restarts: z.number().optional(),
    stats: z.record(z.string(), z.union([z.number(), z.string()])),
    plugs: z.array(plug),
    eaters: z.array(eater),
    feeders: z.array(feeder),
  })
  .meta({ id: 'Component' });

const machineLoad = z
  .object({
    cores: z.number().describe('Processors that it has.'),
    averages: z
      .array(z.number())
      .length(3)
      .describe('Processes that ran or waited to, on average over the last 1, 5 and 15 minutes.'),
    cpu: z.number().optional().describe('Fraction of all its processors that is in use.'),
    memory: z.object({
      used: z.number().describe('Bytes that could not be given to another process.'),
      total: z.number().describe('Bytes that it has.'),
    }),
    uptime: z.number().describe('Seconds since it was started.'),
  })
  .meta({ id: 'MachineLoad' });

/** A worker as it is. */
export const workerAnswer = z
  .object({
    name: z.string(),
    online: z.boolean(),
    since: time.optional(),
    version: z.string().optional(),
    address: z.string(),
    hostname: z.string(),
    feederPorts: z
      .array(z.number())
      .describe('TCP ports that its feeds to other machines may have; none where the system chooses.'),
    load: machineLoad
      .optional()
      .describe('How busy its machine is as a whole, as told each five seconds; left out while it is away.'),
    packages: z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        api: z.string().describe('The plugin API that it was made for, as a range.'),
        components: z.array(z.string()),
        plugs: z.array(z.string()).optional().describe('Types of plugs in it.'),
        problem: z.string().optional(),
        known: z.string().optional().describe('Version of the same package where the manager runs.'),
        fit: z.enum(['same', 'newer', 'older', 'apart']).optional(),
      }),
    ),
  })
  .meta({ id: 'Worker' });

const managerPlug = z
  .object({ name: z.string(), type: z.string(), socket: z.string(), problem: z.string().optional() })
  .meta({ id: 'ManagerPlug' });

/** The whole planet as it is. */
export const planetAnswer = z.object({
  name: z.string(),
  version: z.string(),
  flows: z.array(z.object({ name: z.string(), components: z.array(componentAnswer) })),
  workers: z.array(workerAnswer),
  plugs: z.array(managerPlug),
});
