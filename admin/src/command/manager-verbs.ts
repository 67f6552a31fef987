import type { Command } from 'commander';
import { FlumotionError, type ComponentState, type PlanetState } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { componentPath, componentsOf } from '../client/paths';
import { answerText } from './invoke';
import { deleteFlow, loadFlow } from './flow-verbs';
import { readTextOrInput, verb, type VerbTerminal } from './session';
import { readSpec } from './spec';
import { tableText } from './show';

/** Adds `manager` and its verbs, as they were in Flumotion 0.10. */
export function managerVerbs(root: Command, terminal: VerbTerminal): void {
  const manager = root.command('manager').description('loads flows, and what methods of Flumotion 0.10 did');
  manager
    .command('load')
    .description('adds the flows of a planet file to the planet, the same as flow load')
    .argument('<file>', 'planet file; - for standard input')
    .action(
      verb(terminal, async ({ client, show }, file = '') => {
        const loaded = await loadFlow(client, readTextOrInput(file));
        show(loaded, () => tableText(['loaded'], [[file]]));
      }),
    );
  manager
    .command('invoke')
    .description(`does what a method of Flumotion 0.10 did: ${Object.keys(METHODS).join(', ')}`)
    .argument('<method>')
    .argument(
      '[spec]',
      'form of the arguments: i whole number, s text, b truth value, F file, N nothing, ( ) [ ] { }',
    )
    .argument('[words...]', 'the arguments')
    .action(
      verb(terminal, async ({ client, show }, method = '', spec?: string, ...words: string[]) => {
        const values = spec === undefined ? [] : readSpec(spec, words);
        const does = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
        if (!does)
          throw FlumotionError.of('verb-retired', {
            verb: `manager invoke ${method}`,
            reason:
              'what the API can do now is said by "flumotion-command operations", and done by "flumotion-command call"',
          });
        const value = await does(client, values.map(String));
        show(value ?? null, () => answerText(value));
      }),
    );
}

type Method = (client: ManagerClient, values: readonly string[]) => Promise<unknown>;

const steer =
  (action: string): Method =>
  async (client, [id]) =>
    ((await client.ask('POST', `${componentPath(id ?? '')}/${action}`)).value as ComponentState).mood;

const METHODS: Readonly<Record<string, Method>> = {
  componentStart: steer('start'),
  componentStop: steer('stop'),
  componentRestart: steer('restart'),
  componentsList: async (client) =>
    componentsOf(await client.get<PlanetState>('/api/planet')).map(({ id }) => id),
  deleteFlow: async (client, [name]) => deleteFlow(client, name ?? ''),
  getConfiguration: async (client) => client.get('/api/planet/xml'),
  getPlanetState: async (client) => client.get('/api/planet'),
  getVersions: async (client) => ({ flumotion: (await client.get<PlanetState>('/api/planet')).version }),
  getWorkerHeavenState: async (client) => (await client.get<PlanetState>('/api/planet')).workers,
  loadConfiguration: async (client, [text]) => loadFlow(client, text ?? ''),
  ping: async (client) => client.get('/healthz'),
};
