import type { Command } from 'commander';
import { MOODS, type PlanetState } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { answerText } from './invoke';
import { readTextOrInput, verb, type VerbOptions, type VerbTerminal } from './session';
import { tableText, type CellValue } from './show';
import { tellWarnings } from './warnings';

const XML = 'application/xml';

/** What a check of a flow says. */
interface Checked {
  readonly problems: readonly {
    readonly level: string;
    readonly text: string;
    readonly component?: string;
    readonly property?: string;
    readonly advice?: string;
    readonly line?: number;
  }[];
  readonly difference?: Readonly<Record<string, readonly CellValue[]>>;
}

/** Adds `flow` and its verbs. */
export function flowVerbs(root: Command, terminal: VerbTerminal): void {
  const flow = root.command('flow').description('shows, loads, changes and steers flows');
  flow
    .command('list')
    .description('all flows, with how many components they have in which mood')
    .action(
      verb(terminal, async ({ client, show }) => {
        const { flows } = await client.get<PlanetState>('/api/planet');
        const rows = flows.map(({ name, components }) => {
          const moods = MOODS.map(
            (mood) => [mood, components.filter((one) => one.mood === mood).length] as const,
          );
          const counts = moods.filter(([, count]) => count > 0).map(([mood, count]) => `${count} ${mood}`);
          return [name, components.length, counts.join(', ')];
        });
        show(
          flows.map(({ name }) => name),
          () => tableText(['flow', 'components', 'moods'], rows),
        );
      }),
    );
  for (const [name, description] of [
    ['start', 'has all components of a flow run'],
    ['stop', 'has all components of a flow stopped'],
    ['restart', 'has the jobs of all components of a flow started afresh'],
  ] as const) {
    flow
      .command(name)
      .description(description)
      .argument('<flow>')
      .action(
        verb(terminal, async ({ client, show }, which = '') => {
          const { value } = await client.ask('POST', `${flowPath(which)}/${name}`);
          show(value ?? null, () => '');
        }),
      );
  }
  flow
    .command('show')
    .description('a flow as the planet file has it')
    .argument('<flow>')
    .option('--secrets', 'with its secret values')
    .action(
      verb<VerbOptions & { readonly secrets?: boolean }>(
        terminal,
        async ({ client, options, write, show }, name = '') => {
          if (options.json === true) {
            show(await client.get(flowPath(name)), () => '');
            return;
          }
          const query = options.secrets === true ? { secrets: 'true' } : {};
          write(`${String(await client.get(`${flowPath(name)}/xml`, query)).trimEnd()}\n`);
        },
      ),
    );
  flow
    .command('load')
    .description('adds the flows of a planet file to the planet')
    .argument('<file>', 'planet file; - for standard input')
    .action(
      verb(terminal, async ({ client, show, tell }, file = '') => {
        const loaded = tellWarnings(await loadFlow(client, readTextOrInput(file)), tell);
        show(loaded, () => tableText(['loaded'], [[file]]));
      }),
    );
  flow
    .command('replace')
    .description('puts what a file says in the place of a flow; what did not change keeps running')
    .argument('<flow>')
    .argument('<file>', 'planet file; - for standard input')
    .action(
      verb(terminal, async ({ client, show, tell }, name = '', file = '') => {
        const path = flowPath(name);
        const { etag = '*' } = await client.ask('GET', path);
        const body = readTextOrInput(file);
        const { value } = await client.ask('PUT', `${path}/xml`, {
          body,
          type: XML,
          headers: { 'If-Match': etag },
        });
        show(tellWarnings(value ?? null, tell), () => tableText(['replaced'], [[name]]));
      }),
    );
  flow
    .command('check')
    .description(
      'judges a file, and says what would change; changes nothing. Ends with 1 when there are errors',
    )
    .argument('<file>', 'planet file; - for standard input')
    .argument('[flow]', 'the flow in whose place it would be; a new one when left out')
    .action(
      verb(terminal, async ({ client, show }, file = '', name?: string) => {
        const path = name === undefined ? '/api/flows/check' : `${flowPath(name)}/check`;
        const { value } = await client.ask('POST', path, { body: readTextOrInput(file), type: XML });
        const checked = value as Checked;
        show(checked, () => checkedText(checked));
        if (checked.problems.some(({ level }) => level === 'error')) process.exitCode = 1;
      }),
    );
  flow
    .command('delete')
    .description('stops a flow and takes it out of the planet')
    .argument('<flow>')
    .action(
      verb(terminal, async ({ client, show }, name = '') => {
        show(await deleteFlow(client, name), () => tableText(['deleted'], [[name]]));
      }),
    );
}

/** Adds the flows of a planet file. */
export async function loadFlow(client: ManagerClient, text: string): Promise<unknown> {
  return (await client.ask('POST', '/api/flows', { body: text, type: XML })).value ?? null;
}

/** Takes a flow out of the planet, as it is now. */
export async function deleteFlow(client: ManagerClient, name: string): Promise<unknown> {
  const { etag = '*' } = await client.ask('GET', flowPath(name));
  const { value } = await client.ask('DELETE', flowPath(name), { headers: { 'If-Match': etag } });
  return value ?? { deleted: name };
}

function flowPath(name: string): string {
  return `/api/flows/${encodeURIComponent(name)}`;
}

function checkedText({ problems, difference = {} }: Checked): string {
  const found = problems.map(({ level, text, component, property, advice, line }) => [
    ...[level, [component, property].filter((part) => part !== undefined).join(' '), line, text, advice],
  ]);
  const changes = Object.entries(difference).map(
    ([kind, list]) => `${kind}: ${list.length === 0 ? 'none' : list.map((one) => lineOf(one)).join('; ')}\n`,
  );
  return `${tableText(['problem', 'where', 'line', 'text', 'advice'], found)}${changes.join('')}`;
}

function lineOf(one: CellValue): string {
  return typeof one === 'object'
    ? answerText(one).trimEnd().replace(/ {2,}/g, ' ').replaceAll('\n', ', ')
    : String(one);
}
