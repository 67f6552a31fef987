import { InvalidArgumentError, Option, type Command } from 'commander';
import { Catalogue } from '../catalogue';
import { readPlanetFile } from '../config/planet-file';
import { parsePorts } from '../config/worker-file';
import { managerContainer } from '../container';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import type { ManagerControl } from '../manager/control';
import { HttpServer } from '../manager/http-server';
import { Manager } from '../manager/manager';
import { PlanetFiles } from '../manager/planet-files';
import { managerSettings, type ManagerArguments, type ManagerSettings } from '../manager/settings';
import { IDENTITY, MANAGER_CONTROL } from '../tokens';
import { ElementChecker } from '../worker/elements';
import { builtPrograms } from '../worker/settings';
import { checkPlanetFiles, type PlanetCheckParts } from './planet-check';
import { commandLogger, createCommand, debugLevels, type CommonOptions, endAfterwards } from './frame';
import { outlivePlugins } from './plugin-faults';
import { endOnSignals } from './signals';

const EXAMPLES = [
  {
    command: 'flumotion-manager -v -T tcp conf/managers/default/planet.xml',
    does: 'the sample planet, without encryption',
  },
  {
    command: 'flumotion-manager --check planet.xml flow.xml',
    does: 'only say what is wrong with the files',
  },
];

interface Options extends CommonOptions, Omit<ManagerArguments, 'files' | 'debug'> {
  readonly check?: boolean;
  readonly daemonize?: boolean;
}

/** The command flumotion-manager. */
export function managerCommand(): Command {
  return createCommand({
    name: 'flumotion-manager',
    summary: 'Rules a planet: has workers run the components that the planet files describe.',
    examples: EXAMPLES,
  })
    .argument('<planet.xml>', 'file with the manager, the atmosphere and flows')
    .argument('[flow.xml...]', 'files with more flows')
    .option('-H, --hostname <host>', 'address to listen on (default: all)')
    .option('-P, --port <port>', 'port to listen on (default: 7531 for ssl, 8642 for tcp)', port)
    .addOption(new Option('-T, --transport <transport>', 'transport (default: ssl)').choices(['tcp', 'ssl']))
    .option('-C, --certificate <pem>', 'certificate and key for ssl (default: one made on first start)')
    .option('-n, --name <name>', 'name of the manager (default: that of its folder below managers/)')
    .option(
      '--state-dir <folder>',
      "private folder for the state (default: flumotion/managers/NAME below the user's state folder)",
    )
    .option(
      '--check',
      'judge the files, and what components on this machine need; start nothing; the exit status tells',
    )
    .addOption(new Option('-D, --daemonize', 'not supported: systemd runs services').hideHelp())
    .action(run);
}

async function run(planetFile: string, flowFiles: readonly string[], options: Options): Promise<void> {
  if (options.daemonize === true) {
    throw FlumotionError.of('daemonize-refused', { command: 'flumotion-manager' });
  }
  const files = [planetFile, ...flowFiles];
  const catalogue = Catalogue.scan();
  const { planet } = readPlanetFile(planetFile, catalogue);
  const levels = debugLevels(options) || (planet.manager?.debug ?? '');
  const settings = managerSettings({ ...options, files, debug: levels || undefined }, planet.manager);
  const log = commandLogger({ debug: levels }, 'manager', settings.name);
  for (const { text } of catalogue.problems()) log.warn(text);
  outlivePlugins(catalogue, log);
  if (options.check === true) {
    const elements = new ElementChecker({ programs: builtPrograms() });
    await check({ catalogue, files: new PlanetFiles(catalogue, log).use(files), log, elements });
    endAfterwards();
    return;
  }
  const { bouncer, plugs = [] } = planet.manager ?? {};
  const parts = { catalogue, files, bouncer, plugs };
  const container = await managerContainer(settings, parts, log);
  const manager = container.resolve(Manager);
  endOnSignals(['SIGTERM', 'SIGINT'], (signal) => {
    log.info(`ends: signal ${signal}`);
    return manager.stop();
  });
  await manager.start();
  reloadOnHangUp(container.resolve<ManagerControl>(MANAGER_CONTROL), log);
  announce(
    settings,
    container.resolve(HttpServer).port,
    container.resolve(IDENTITY).certificate?.fingerprint,
    log,
  );
}

async function check(parts: PlanetCheckParts): Promise<void> {
  const { summary, warnings } = await checkPlanetFiles(parts);
  for (const warning of warnings) console.log(`warning: ${warning}`);
  console.log(`nothing wrong: ${summary}`);
}

function announce(
  settings: ManagerSettings,
  port: number,
  fingerprint: string | undefined,
  log: Logger,
): void {
  const scheme = settings.transport === 'ssl' ? 'https' : 'http';
  const host = settings.host ?? 'localhost';
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}/`;
  log.info(`listening on ${settings.host ?? 'all addresses'}, port ${port}, transport ${settings.transport}`);
  console.log(`manager ${settings.name} listens on ${url}`);
  if (fingerprint !== undefined) console.log(`fingerprint of its certificate (SHA-256): ${fingerprint}`);
}

/** SIGHUP has the files read again, as `POST /api/planet/reload` does. */
function reloadOnHangUp(control: Pick<ManagerControl, 'load'>, log: Logger): void {
  process.on('SIGHUP', () => {
    control.load().then(
      () => log.info('the planet files were read again'),
      (error: unknown) => {
        for (const line of errorText(error).split('\n')) log.error(line);
      },
    );
  });
}

function port(text: string): number {
  const list = parsePorts(text);
  if (typeof list === 'string' || list.length !== 1 || list[0] === undefined)
    throw new InvalidArgumentError('expected a port, 1 to 65535');
  return list[0];
}
