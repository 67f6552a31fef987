import type { Command } from 'commander';
import { FlumotionError, guidance, type PlanetState, type WorkerState } from '@flumotion/core/cli';
import { componentsOf } from '../client/paths';
import { componentTable } from './component-rows';
import { answerText } from './invoke';
import { bytesText, pairsText, tableText, timeText } from './show';
import { verb, type Session, type VerbOptions, type VerbTerminal } from './session';

interface WorkerOptions extends VerbOptions {
  readonly name?: string;
}

type Work = Session<WorkerOptions>;

/** Adds `worker` and its verbs. */
export function workerVerbs(root: Command, terminal: VerbTerminal): void {
  const worker = root
    .command('worker')
    .description('shows the workers')
    .option('-n, --name <worker>', 'the worker');
  worker
    .command('list')
    .description('all workers that are or were logged in')
    .action(
      verb<WorkerOptions>(terminal, async (session) => {
        const { workers } = await session.client.get<PlanetState>('/api/planet');
        session.show(workers, () =>
          tableText(
            ['worker', 'online', 'since', 'version', 'address', 'host', 'load', 'cores', 'cpu', 'memory'],
            workers.map((one) => [
              ...[
                one.name,
                one.online ? 'yes' : 'no',
                timeText(one.since),
                one.version,
                one.address,
                one.hostname,
              ],
              ...loadCells(one),
            ]),
          ),
        );
      }),
    );
  worker
    .command('show')
    .description('what is known of a worker: packages, and the components it runs')
    .action(
      verb<WorkerOptions>(terminal, async (session) => {
        const [found, planet] = await wantedWorker(session);
        session.show(found, () => workerText(found, planet));
      }),
    );
  worker
    .command('invoke')
    .description('what a method of Flumotion 0.10 told of a worker: getVersions, getComponents')
    .argument('<method>')
    .argument('[spec]')
    .argument('[words...]')
    .action(
      verb<WorkerOptions>(terminal, async (session, method = '') => {
        const [found, planet] = await wantedWorker(session);
        const value = told(method, found, planet);
        session.show(value, () => answerText(value));
      }),
    );
  worker
    .command('run')
    .description('ran any function on a worker in Flumotion 0.10; is refused')
    .argument('[module]')
    .argument('[function]')
    .argument('[words...]')
    .action(
      verb<WorkerOptions>(terminal, async () => {
        throw FlumotionError.of('verb-retired', {
          verb: 'worker run',
          reason:
            'whoever may steer a planet could then run anything on its machines; what it was used for are operations of the API, see "flumotion-command operations worker"',
        });
      }),
    );
}

async function wantedWorker({ client, options }: Work): Promise<[WorkerState, PlanetState]> {
  const { name } = options;
  if (name === undefined)
    throw FlumotionError.of('arguments-invalid', { reason: 'which worker? give -n NAME' });
  const planet = await client.get<PlanetState>('/api/planet');
  const found = planet.workers.find((one) => one.name === name);
  if (found) return [found, planet];
  const advice = guidance(
    name,
    planet.workers.map((one) => one.name),
  );
  throw FlumotionError.of('arguments-invalid', {
    reason: `there is no worker ${JSON.stringify(name)}${advice}`,
  });
}

function told(method: string, worker: WorkerState, planet: PlanetState): unknown {
  switch (method) {
    case 'getVersions':
      return Object.fromEntries([
        ['flumotion', worker.version ?? 'offline'],
        ...worker.packages.map((one) => [one.name, one.version]),
      ]) as unknown;
    case 'getComponents':
      return componentsOf(planet)
        .filter(({ worker: name, pid }) => name === worker.name && pid !== undefined)
        .map(({ id }) => id);
    default:
      throw FlumotionError.of('verb-retired', {
        verb: `worker invoke ${method}`,
        reason:
          'getVersions and getComponents are; see "flumotion-command operations worker" for what a worker can be asked now',
      });
  }
}

function workerText(worker: WorkerState, planet: PlanetState): string {
  const mine = componentsOf(planet).filter((one) => one.worker === worker.name);
  return [
    pairsText([
      ['worker', worker.name],
      ['online', worker.online ? 'yes' : 'no'],
      ['since', worker.since === undefined ? undefined : timeText(worker.since)],
      ['version', worker.version],
      ['address', worker.address],
      ['host', worker.hostname],
      ...machinePairs(worker),
    ]),
    `\n${componentTable(mine)}`,
    `\n${tableText(
      ['package', 'version', 'known', 'fit', 'problem'],
      worker.packages.map((one) => [one.name, one.version, one.known, one.fit, one.problem]),
    )}`,
  ].join('');
}

/** Load average of a minute, cores, use of all of them, and memory; nothing of a worker that is away. */
function loadCells({ load }: WorkerState): readonly (string | number | undefined)[] {
  if (!load) return [undefined, undefined, undefined, undefined];
  return [load.averages[0].toFixed(2), load.cores, percentText(load.cpu), memoryText(load)];
}

function machinePairs({ load }: WorkerState): readonly (readonly [string, string | number | undefined])[] {
  if (!load) return [];
  return [
    ['load', load.averages.map((one) => one.toFixed(2)).join(' ')],
    ['cores', load.cores],
    ['cpu', percentText(load.cpu)],
    ['memory', memoryText(load)],
    ['up since', timeText(Date.now() - load.uptime * 1000)],
  ];
}

function percentText(fraction: number | undefined): string | undefined {
  return fraction === undefined ? undefined : `${(fraction * 100).toFixed(0)} %`;
}

function memoryText({ memory }: NonNullable<WorkerState['load']>): string {
  return `${bytesText(memory.used)} of ${bytesText(memory.total)}`;
}
