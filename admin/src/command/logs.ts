import { type Command, Option } from 'commander';
import { errorText } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { hearEvents } from '../client/events';
import { idOf } from '../client/paths';
import { count, tellingLoss, untilInterrupted } from './following';
import { verb, type Session, type VerbOptions, type VerbTerminal } from './session';
import { cellText, timeText } from './show';

const LEVELS = ['error', 'warning', 'info', 'debug', 'log'] as const;

interface LogsOptions extends VerbOptions {
  readonly worker?: string;
  readonly level?: (typeof LEVELS)[number];
  readonly limit: number;
  readonly follow?: boolean;
}

/** A line of the log, as the manager tells it. */
export interface LogLineState {
  /** Counts from 1 since the manager started. */
  readonly number: number;
  readonly time: number;
  /** 1 error to 5 log. */
  readonly level: number;
  readonly worker?: string;
  readonly category: string;
  readonly object: string;
  readonly text: string;
  /** Lines before it that were too many to be told. */
  readonly missed?: number;
}

/** Adds `logs`. */
export function logsVerb(root: Command, terminal: VerbTerminal): void {
  root
    .command('logs')
    .description('the last lines that manager, workers and jobs logged, and with --follow those to come')
    .argument('[component]', 'only of this component')
    .option('--worker <name>', 'only what came from this worker')
    .addOption(new Option('--level <level>', 'from this level on').choices(LEVELS))
    .option('--limit <n>', 'most of the last lines (default: 200)', count, 200)
    .option('-f, --follow', 'goes on with each line as it is written; Ctrl-C ends it')
    .action(
      verb<LogsOptions>(terminal, async (session, given?: string) => {
        const component = given === undefined ? undefined : await idOf(session.client, given);
        if (session.options.follow === true) await follow(session, component);
        else {
          const lines = await lastLines(session.client, session.options, component);
          session.show(lines, () => lines.map(logText).join(''));
        }
      }),
    );
}

function levelOf({ level }: LogsOptions): number {
  return level === undefined ? LEVELS.length : LEVELS.indexOf(level) + 1;
}

function lastLines(
  client: ManagerClient,
  options: LogsOptions,
  component: string | undefined,
): Promise<readonly LogLineState[]> {
  return client.get('/api/logs', {
    ...(component !== undefined && { component }),
    ...(options.worker !== undefined && { worker: options.worker }),
    ...(options.level !== undefined && { level: String(levelOf(options)) }),
    limit: String(options.limit),
  });
}

/** Prints the last lines and those to come, each once; after a broken connection those that came meanwhile too. */
async function follow(session: Session<LogsOptions>, component: string | undefined): Promise<void> {
  const { client, options, write, tell } = session;
  let last = 0;
  let epoch = '';
  /** Lines that came while the last ones are asked for; undefined when they are printed as they come. */
  let waiting: LogLineState[] | undefined = [];
  const print = (lines: readonly LogLineState[]): void => {
    for (const line of lines) {
      if (line.number <= last) continue;
      last = line.number;
      write(options.json === true ? `${JSON.stringify(line)}\n` : logText(line));
    }
  };
  await untilInterrupted(async (stop) => {
    const listener = {
      hear({ id, type, data }: { readonly id: string; readonly type: string; readonly data: unknown }): void {
        const [now = ''] = id.split(':');
        // Another manager counts its lines anew.
        if (now !== epoch) [epoch, last] = [now, 0];
        const line = data as LogLineState;
        if (type !== 'log' || line.level > levelOf(options)) return;
        if (options.worker !== undefined && line.worker !== options.worker) return;
        if (waiting) waiting.push(line);
        else print([line]);
      },
      opened(): void {
        lastLines(client, options, component).then(
          (lines) => {
            print([...lines, ...(waiting ?? [])]);
            waiting = undefined;
          },
          (error: unknown) => {
            if (!stop.signal.aborted) tell(`the last lines are not known: ${errorText(error)}`);
            print(waiting ?? []);
            waiting = undefined;
          },
        );
      },
      lost(reason: string): void {
        waiting = [];
        tellingLoss(tell, stop.signal)(reason);
      },
    };
    const topic = component === undefined ? 'log' : `log:${component}`;
    await hearEvents(client, [topic], listener, stop.signal);
  });
}

/** A line of the log for people. */
export function logText({ time, level, worker, category, object, text, missed }: LogLineState): string {
  const gap = missed === undefined ? '' : `… ${missed} lines were too many …\n`;
  const parts = [timeText(time), (LEVELS[level - 1] ?? '').padEnd(7), cellText(worker ?? 'manager')];
  return `${gap}${[...parts, cellText(object), cellText(category), cellText(text)].join('  ')}\n`;
}
