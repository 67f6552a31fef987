import { isAbsolute } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parsePorts, readWorkerFile } from '../config/worker-file';
import { workerContainer } from '../container';
import { FlumotionError } from '../errors';
import { Worker } from '../worker/worker';
import { commandLogger, createCommand, debugLevels, type CommonOptions } from './frame';
import { END_SIGNALS, endOnSignals } from './signals';
import { workerSettings, type WorkerOptions } from './worker-settings';

const EXAMPLES = [
  {
    command: 'flumotion-worker -v -T tcp -u user -p test',
    does: 'a worker for the sample manager on this machine',
  },
  {
    command: 'flumotion-worker -H studio -n camera-1 conf/workers/default.xml',
    does: 'a worker for the manager on another machine, the rest from a file',
  },
];

const ENVIRONMENT = `
Environment:
  FLU_MACHINE_ID    text shared by all workers on one monotonic clock; the id of this boot when it is not set.
                    Set it where containers have a time namespace of their own
  FLU_PROJECT_PATH  further folders with component packages, separated by colons
  XDG_CONFIG_HOME   holds flumotion/known-managers, the fingerprints of managers (default: ~/.config)`;

type Options = CommonOptions & WorkerOptions & { readonly daemonize?: boolean };

/** The command flumotion-worker. */
export function workerCommand(): Command {
  return createCommand({
    name: 'flumotion-worker',
    summary: 'Runs components on this machine for a manager. Options override the worker file.',
    examples: EXAMPLES,
  })
    .argument('[worker.xml]', 'worker file')
    .option('-H, --host <host>', 'host of the manager (default: localhost)')
    .option('-P, --port <port>', 'port of the manager (default: 7531 for ssl, 8642 for tcp)', port)
    .addOption(
      new Option('-T, --transport <transport>', 'transport to the manager (default: ssl)').choices([
        'tcp',
        'ssl',
      ]),
    )
    .option(
      '-n, --name <name>',
      'name of the worker (default: localhost, or the host name when -H says another host)',
    )
    .option('-u, --username <user>', 'user to log in as')
    .addOption(new Option('-p, --password <password>', 'password to log in with').env('FLU_PASSWORD'))
    .option(
      '-F, --feederports <ports>',
      'TCP ports for feeds to other machines, as 8600-8639 (the default)',
      ports,
    )
    .option('--random-feederports', 'let the system choose those ports')
    .option('-R, --rundir <folder>', 'private folder for sockets and logs of jobs; one worker at a time')
    .option(
      '--allow-pipelines',
      'run pipeline text that the planet file holds: whoever may edit it can then run anything on this machine',
    )
    .option(
      '--browse <folder>',
      'let people look into this folder from the admin, to choose files; may be given several times',
      folder,
    )
    .addOption(new Option('-D, --daemonize', 'not supported: systemd runs services').hideHelp())
    .addHelpText('after', ENVIRONMENT)
    .action(run);
}

async function run(path: string | undefined, options: Options): Promise<void> {
  if (options.daemonize === true)
    throw FlumotionError.of('daemonize-refused', { command: 'flumotion-worker' });
  const file = path === undefined ? { manager: {} } : readWorkerFile(path);
  const levels = debugLevels(options) || (file.debug ?? '');
  const settings = workerSettings(options, file, levels, path);
  const log = commandLogger({ debug: levels }, 'worker', settings.name);
  const container = await workerContainer(settings, log);
  const worker = container.resolve(Worker);
  // At a terminal it says that the terminal is gone; elsewhere it comes from log rotation.
  const signals = process.stdin.isTTY ? END_SIGNALS : END_SIGNALS.filter((signal) => signal !== 'SIGHUP');
  if (!process.stdin.isTTY) process.on('SIGHUP', () => void worker.rotateLogs());
  endOnSignals(
    signals,
    (signal) => worker.stop(`signal ${signal}`),
    () => {
      worker.kill();
    },
  );
  await worker.run();
}

function port(text: string): number {
  const list = parsePorts(text);
  if (typeof list === 'string' || list.length !== 1 || list[0] === undefined)
    throw new InvalidArgumentError('expected a port, 1 to 65535');
  return list[0];
}

function folder(path: string, before: readonly string[] = []): readonly string[] {
  if (!isAbsolute(path)) throw new InvalidArgumentError('expected a folder, as /srv/media');
  return [...before, path];
}

function ports(text: string): readonly number[] {
  const list = parsePorts(text);
  if (typeof list === 'string') throw new InvalidArgumentError(list);
  return list;
}
