import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flumotionCommand } from '../../admin/src/command/command';
import { runIn, type Ran } from './commands-run';
import { FakeWorker } from './fake-worker';
import { TestManager } from './test-manager';

/** A running manager with the worker `one`, and the commands that people ask it with. */
export interface CommandedPlanet {
  /** Folder of the commands' configuration, which nothing else uses; it goes with the tests. */
  readonly folder: string;
  /** There from the first test on. */
  manager: TestManager;
  worker: FakeWorker;
  /** Runs `flumotion-command` on the manager. */
  ask(...words: string[]): Promise<Ran>;
  /** The same; it must succeed without a word of complaint. @returns what it printed. */
  done(...words: string[]): Promise<string>;
  /** The same with `--json`. @returns what was printed, parsed. */
  json(...words: string[]): Promise<unknown>;
}

/** A planet with a video whose password is secret, a streamer that eats it, and a component whose worker is away. */
export const SMALL_PLANET = `<flow name="main">
  <component name="video" type="test-video" worker="one">
    <property name="text">hello</property>
    <property name="password">hush</property>
  </component>
  <component name="http" type="test-streamer" worker="one"><eater name="default"><feed>video</feed></eater></component>
</flow>
<flow name="rest"><component name="idle" type="test-video" worker="two"/></flow>`;

/**
 * Starts a planet before the tests of a file and ends it after them.
 * @param happy names of the components of the flow `main` that are waited for.
 */
export function commandedPlanet(
  flows: string,
  happy: readonly string[] = ['video'],
  transport: 'tcp' | 'ssl' = 'tcp',
): CommandedPlanet {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-commands-'));

  beforeAll(async () => {
    process.env['XDG_CONFIG_HOME'] = folder;
    planet.manager = await new TestManager(transport).write(flows).start();
    planet.worker = await new FakeWorker('one', { transport }).login(planet.manager.port);
    for (const name of happy) await planet.manager.mood(name, 'happy');
  });
  afterAll(async () => {
    delete process.env['XDG_CONFIG_HOME'];
    planet.worker.disconnect();
    await planet.manager.dispose();
    rmSync(folder, { recursive: true });
  });

  const ask: CommandedPlanet['ask'] = (...words) => {
    const place = `user:test@127.0.0.1:${planet.manager.port}`;
    return runIn(flumotionCommand, ['-T', transport, '-m', place, ...words]);
  };
  const done: CommandedPlanet['done'] = async (...words) => {
    const { status, stdout, stderr } = await ask(...words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  };
  const json: CommandedPlanet['json'] = async (...words) =>
    JSON.parse(await done('--json', ...words)) as unknown;
  const planet = { folder, ask, done, json } as CommandedPlanet;
  return planet;
}
