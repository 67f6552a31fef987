import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { WebSocket } from 'ws';
import { EventReader } from '../support/event-reader';
import { LOGIN, SimulatedPlanet } from './simulated-planet';

/*
 * What a manager costs that rules 1,000 components on 100 workers, and how long after a change its listeners know of it.
 * Manager and API are real; workers are connections that say what jobs say.
 *   node -C source -r ./test/support/typescript-hook.cjs test/bench/events.bench.ts [WORKERS] [COMPONENTS OF EACH] [SECONDS]
 */

const [WORKERS = 100, EACH = 10, SECONDS = 20] = process.argv.slice(2).map(Number);
const LISTENERS = 10;
/** Changes a second while the delay is measured. */
const CHANGES = 20;

async function measured(
  planet: SimulatedPlanet,
  work: () => Promise<void>,
): Promise<{ cpu: string; memory: string }> {
  const [cpu, time] = [planet.cpu(), performance.now()];
  await work();
  const used = (planet.cpu() - cpu) / ((performance.now() - time) / 1000);
  return { cpu: `${(used * 100).toFixed(0)} %`, memory: `${planet.memory().toFixed(0)} MB` };
}

/** Changes components one after the other; gives the milliseconds until a listener knew of each. */
async function delays(planet: SimulatedPlanet, reader: EventReader): Promise<number[]> {
  const said = new Map<string, number>();
  for (let count = 0; count < SECONDS * CHANGES; count++) {
    const at = Date.now();
    said.set(planet.change(count), at);
    await delay(1000 / CHANGES);
  }
  await delay(2000);
  return reader
    .of('component')
    .flatMap(({ data, at }) => {
      const before = said.get((data as { reason?: string }).reason ?? '');
      return before === undefined ? [] : [at - before];
    })
    .sort((a, b) => a - b);
}

async function main(): Promise<void> {
  const planet = await SimulatedPlanet.start(WORKERS, EACH);
  const readers: EventReader[] = [];
  const listen = async (): Promise<EventReader> => {
    const reader = new EventReader(
      new WebSocket(`ws://127.0.0.1:${String(planet.port)}/api/events`, { auth: LOGIN }),
    );
    readers.push(reader);
    await reader.opened;
    return reader;
  };
  try {
    let end = planet.report(5000);
    await delay(5000);
    const quiet = await measured(planet, () => delay(SECONDS * 1000));

    const times: number[] = [];
    let size = 0;
    for (let round = 0; round < 5; round++) {
      const before = performance.now();
      size = (await (await planet.ask('/api/planet')).text()).length;
      times.push(performance.now() - before);
    }
    times.sort((a, b) => a - b);

    const reader = await listen();
    let known: number[] = [];
    const told = await measured(planet, async () => {
      known = await delays(planet, reader);
    });
    end();

    for (let count = 1; count < LISTENERS; count++) await listen();
    for (const one of readers) one.send({ subscribe: ['figures'] });
    end = planet.report(1000);
    await delay(2000);
    const looked = await measured(planet, () => delay(SECONDS * 1000));
    end();

    const at = (share: number): string =>
      `${String(known[Math.floor((known.length - 1) * share)] ?? NaN)} ms`;
    const table = new Table({ head: ['What', 'CPU of one core', 'memory'] });
    table.push(
      ['jobs report each 5 s, nobody looks', quiet.cpu, quiet.memory],
      [`the same with ${String(CHANGES)} changes of mood a second`, told.cpu, told.memory],
      [`jobs report each second, ${String(LISTENERS)} look at the figures`, looked.cpu, looked.memory],
    );
    const say = (text: string): void => void process.stdout.write(`${text}\n`);
    say(
      `${String(WORKERS * EACH)} components on ${String(WORKERS)} workers; load ${os.loadavg()[0]?.toFixed(1) ?? ''}, ${String(os.cpus().length)} cores`,
    );
    say(table.toString());
    say(
      `All started in ${planet.started.toFixed(1)} s. GET /api/planet: ${(size / 1e6).toFixed(1)} MB in ${(times[2] ?? NaN).toFixed(0)} ms.`,
    );
    say(
      `Of ${String(known.length)} changes a listener knew after ${at(0.5)} (median), ${at(0.95)} (95 %), ${at(0.99)} (99 %), ${at(1)} (all).`,
    );
  } finally {
    for (const one of readers) one.break();
    await planet.stop();
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
