import { type Command, InvalidArgumentError } from 'commander';
import { createCommand, MOODS, type Mood } from '@flumotion/core/cli';
import { ManagerClient } from '../client/client';
import { seconds, withConnection, type ConnectOptions } from '../connect/options';
import { connectSettings } from '../connect/settings';
import { check, PROCESS, type CheckTerminal } from './check';
import { checkLog } from './log-check';
import { checkAlive, checkWorker } from './manager-checks';
import { checkFlips, checkMood, parseMoods } from './mood';
import { processVerbs } from './process-verbs';
import { streamVerbs } from './stream-verbs';

const EXAMPLES = [
  {
    command: 'flumotion-nagios manager -T tcp -m user:test@localhost mood /default/http-streamer',
    does: 'OK while it is happy, WARNING hungry, CRITICAL sad, lost or sleeping',
  },
  {
    command: 'flumotion-nagios manager flipflop -i /default/http-streamer -t 60 -f 4',
    does: 'CRITICAL when it goes between happy and hungry four times in a minute',
  },
  {
    command:
      'flumotion-nagios stream check -W 320 -H 240 -M video/x-theora -s 44100 -m audio/x-vorbis http://localhost:8800',
    does: 'OK when the stream can be decoded and is of that kind',
  },
  { command: 'flumotion-nagios process job orphaned', does: 'CRITICAL when jobs run that no worker has' },
  {
    command: 'flumotion-nagios log recent -s "logged in" -w 3600 -c 7200 /var/log/flumotion/worker.log',
    does: 'how old the last such line is',
  },
];

interface MoodOptions extends ConnectOptions {
  readonly warning: readonly Mood[];
  readonly critical: readonly Mood[];
}

interface FlipOptions extends ConnectOptions {
  readonly id: string;
  readonly time: number;
  readonly flips: number;
  readonly stateA: readonly Mood[];
  readonly stateB: readonly Mood[];
}

/** The command flumotion-nagios. */
export function nagiosCommand(terminal: CheckTerminal = PROCESS): Command {
  const root = createCommand({
    name: 'flumotion-nagios',
    summary:
      'Checks for Nagios, Icinga and what speaks as they do: one line with figures after a bar; ends with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.',
    examples: EXAMPLES,
  });
  // The checks have letters of their own, as -d for the depth of sound.
  root.enablePositionalOptions();
  managerVerbs(root, terminal);
  streamVerbs(root, terminal);
  processVerbs(root, terminal);
  root
    .command('log')
    .description('checks of log files')
    .command('recent')
    .description('how old the last line of a log is')
    .argument('<file>', 'log of a command of Flumotion')
    .option('-s, --search <text>', 'the last line with this text')
    .option('-w, --warning <seconds>', 'age that is a warning', seconds, 3600)
    .option('-c, --critical <seconds>', 'age that is critical', seconds, 7200)
    .action(
      check<{ search?: string; warning: number; critical: number }>(terminal, (options, file = '') =>
        checkLog(file, options),
      ),
    );
  return root;
}

function managerVerbs(root: Command, terminal: CheckTerminal): void {
  const manager = withConnection(root.command('manager').description('checks of what a manager knows'));
  manager.enablePositionalOptions(false);
  manager
    .command('mood')
    .description('the mood of a component')
    .argument('<component>', 'as /flow/name')
    .option('-w, --warning <moods>', 'moods that are a warning', moods, ['hungry'])
    .option('-c, --critical <moods>', 'moods that are critical', moods, ['sleeping', 'lost', 'sad'])
    .action(
      check<MoodOptions>(terminal, (options, id = '') =>
        asking(options, (client) => checkMood(client, id, options)),
      ),
    );
  manager
    .command('flipflop')
    .description('whether a component goes to and fro between two moods')
    .requiredOption('-i, --id <component>', 'the component, as /flow/name')
    .option('-t, --time <seconds>', 'how long it is watched', seconds, 15)
    .option('-f, --flips <n>', 'so many changes are critical', count, 2)
    .option('-a, --state-a <mood>', 'the one mood', moods, ['happy'])
    .option('-b, --state-b <mood>', 'the other mood', moods, ['hungry'])
    .action(
      check<FlipOptions>(terminal, (options) =>
        asking(options, (client) => {
          const { id, time, flips, stateA, stateB } = options;
          const [from = 'happy', to = 'hungry'] = [stateA[0], stateB[0]];
          return checkFlips(client, id, { time, flips, from, to });
        }),
      ),
    );
  manager
    .command('worker')
    .description('whether a worker is logged in')
    .argument('<worker>', 'its name')
    .action(
      check<ConnectOptions>(terminal, (options, name = '') =>
        asking(options, (client) => checkWorker(client, name)),
      ),
    );
  manager
    .command('alive')
    .description('whether the manager answers, and how soon')
    .option('-w, --warning <seconds>', 'time that is a warning', seconds)
    .option('-c, --critical <seconds>', 'time that is critical', seconds)
    .action(
      check<ConnectOptions & { warning?: number; critical?: number }>(terminal, (options) =>
        asking(options, (client) => checkAlive(client, options)),
      ),
    );
}

/** Asks a manager, and ends the connection. */
export async function asking<T>(
  options: ConnectOptions,
  work: (client: ManagerClient) => Promise<T>,
): Promise<T> {
  const client = new ManagerClient(connectSettings(options, () => undefined));
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

function moods(text: string): readonly Mood[] {
  try {
    return parseMoods(text, MOODS);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1');
  return Number(text);
}
