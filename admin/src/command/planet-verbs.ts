import type { Command } from 'commander';
import type { LoadedPlanet, PlanetState } from '@flumotion/core/cli';
import { componentsOf } from '../client/paths';
import { componentTable, messageLines } from './component-rows';
import { verb, type VerbTerminal } from './session';
import { cellText, tableText } from './show';

/** Adds `planet` and its verbs, and `messages`. */
export function planetVerbs(root: Command, terminal: VerbTerminal): void {
  const planet = root.command('planet').description('the planet as a whole');
  planet
    .command('show')
    .description('all components, by flow, with mood and reason; with --json all that is known of the planet')
    .action(
      verb(terminal, async ({ client, show }) => {
        const state = await client.get<PlanetState>('/api/planet');
        show(state, () => componentTable(componentsOf(state)));
      }),
    );
  planet
    .command('reload')
    .description('reads the planet files again; what did not change keeps running')
    .action(
      verb(terminal, async ({ client, show, tell }) => {
        const state = (await client.ask('POST', '/api/planet/reload')).value as LoadedPlanet;
        for (const warning of state.warnings) tell(`warning: ${warning}`);
        show(state, () => componentTable(componentsOf(state)));
      }),
    );
  planet
    .command('schema')
    .description(
      'JSON Schema of a planet of the components and plugs that are installed where the manager runs',
    )
    .action(
      verb(terminal, async ({ client, write }) => {
        write(`${JSON.stringify(await client.get('/api/planet/schema'), null, 2)}\n`);
      }),
    );
  root
    .command('messages')
    .description('the messages of all components')
    .action(
      verb(terminal, async ({ client, show }) => {
        const components = componentsOf(await client.get<PlanetState>('/api/planet'));
        const all = components.flatMap(({ id, messages }) =>
          messages.map((message) => ({ component: id, ...message })),
        );
        show(all, () =>
          components
            .filter(({ messages }) => messages.length > 0)
            .map(({ id, messages }) => `${cellText(id)}\n${messageLines(messages)}`)
            .join(''),
        );
      }),
    );
  root
    .command('health')
    .description('whether the manager answers and has a planet; needs no login')
    .action(
      verb(terminal, async ({ client, show }) => {
        const { value } = await client.ask('GET', '/readyz');
        show(value, () =>
          tableText(['manager', 'state'], [[client.place, (value as { status: string }).status]]),
        );
      }),
    );
}
