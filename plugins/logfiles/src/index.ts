/**
 * Plugs that write log files.
 * @module
 */
import { definePlug } from '@flumotion/core/plugin';
import { actionLine } from './action-line';
import { LineFile } from './line-file';
import { requestJson, requestLine } from './request-line';

const files = new WeakMap<object, LineFile>();

const logfile = {
  type: 'string',
  required: true,
  path: 'file',
  description: 'File to write; lines are added to what is there.',
} as const;

/** Writes a line for each request that has ended. */
export const requestLogger = definePlug(
  {
    type: 'requestlogger-file',
    socket: 'request-logger',
    description: "Writes a line for each request that has ended, in Apache's combined form or as JSON.",
    properties: {
      logfile,
      format: {
        type: 'enum',
        values: ['combined', 'json'],
        default: 'combined',
        live: true,
        description:
          "Lines in Apache's combined form with the seconds after it, or JSON objects, which also have the reason.",
      },
    },
    wizard: {
      label: 'Write a log of requests',
      rank: 50,
      pages: [['logfile', 'format']],
      defaults: { logfile: '/tmp/access.log' },
    },
  },
  {
    start: (context) => begin(context, context.properties.logfile),
    event(context, type, entry) {
      if (type !== 'http_session_completed') return;
      const { format } = context.properties;
      files.get(context)?.write(format === 'json' ? requestJson(entry) : requestLine(entry));
    },
    rotate: (context) => files.get(context)?.reopen(),
    stop: (context) => files.get(context)?.close(),
  },
);

/** Writes a line for each change. */
export const actionLogger = definePlug(
  {
    type: 'adminaction-loggerfile',
    socket: 'admin-action',
    description: 'Writes a line for each change that somebody asks the manager for.',
    properties: { logfile },
  },
  {
    start: (context) => begin(context, context.properties.logfile),
    action: (context, action) => files.get(context)?.write(actionLine(action)),
    stop: (context) => files.get(context)?.close(),
  },
);

export default [actionLogger, requestLogger];

async function begin(context: ConstructorParameters<typeof LineFile>[1], path: string): Promise<void> {
  const file = new LineFile(path, context);
  await file.open();
  files.set(context, file);
}
