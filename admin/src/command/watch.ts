import type { Command } from 'commander';
import { hearEvents, type PlanetEvent } from '../client/events';
import { count, tellingLoss, untilInterrupted } from './following';
import { verb, type VerbOptions, type VerbTerminal } from './session';
import { cellText, timeText, type CellValue } from './show';

interface WatchOptions extends VerbOptions {
  readonly subscribe?: readonly string[];
  readonly count?: number;
}

/** Adds `watch`. */
export function watchVerb(root: Command, terminal: VerbTerminal): void {
  root
    .command('watch')
    .alias('events')
    .description(
      'prints what happens in the planet, as it happens, one line an event; Ctrl-C ends it. The same as events',
    )
    .argument('[types...]', 'only these: component, worker, flow, message, audit, figures, log, …')
    .option('--subscribe <names>', 'further ones, as figures,log:/flow/name', (text: string) =>
      text.split(','),
    )
    .option('--count <n>', 'end after so many events', count)
    .action(
      verb<WatchOptions>(terminal, async ({ client, options, write, tell }, ...types) => {
        const wishes = [
          ...new Set([...(options.subscribe ?? []), ...types.filter((type) => /^(figures|log)$/.test(type))]),
        ];
        let left = options.count ?? Infinity;
        await untilInterrupted(async (stop) => {
          const hear = (event: PlanetEvent): void => {
            if (stop.signal.aborted || (types.length > 0 && !types.includes(event.type))) return;
            write(options.json === true ? `${JSON.stringify(event)}\n` : eventLine(event));
            if (--left <= 0) stop.abort();
          };
          const lost = tellingLoss(tell, stop.signal);
          await hearEvents(client, wishes, { hear, lost }, stop.signal);
        });
      }),
    );
}

/** An event in one line. */
export function eventLine({ time, type, data }: PlanetEvent): string {
  return (
    `${timeText(time)}  ${cellText(type).padEnd(10)}  ${aboutEvent(type, Object(data) as Record<string, CellValue>)}`.trimEnd() +
    '\n'
  );
}

function aboutEvent(type: string, data: Readonly<Record<string, CellValue>>): string {
  const parts = (...names: readonly string[]): string =>
    names
      .map((name) => cellText(data[name]))
      .filter((text) => text !== '')
      .join('  ');
  switch (type) {
    case 'snapshot':
      return 'the whole planet is told anew';
    case 'component':
      return parts('id', 'mood', 'reason');
    case 'worker':
      return `${parts('name')}  ${data['online'] === true ? 'online' : 'offline'}`;
    case 'message':
      return parts('component', 'level', 'text', 'advice');
    case 'log':
      return parts('level', 'category', 'object', 'text');
    case 'audit':
      return parts('user', 'operation', 'what', 'result');
    default:
      return cellText(data);
  }
}
