import { type Command, Option } from 'commander';
import { createCommand, FlumotionError } from '@flumotion/core/cli';
import { ManagerClient } from '../client/client';
import { chooseRecent, personHere, type Person } from '../connect/ask';
import { withConnection, type ConnectOptions } from '../connect/options';
import { completePlace, parsePlace } from '../connect/place';
import { RecentConnections } from '../connect/recent';
import { connectSettings, type ConnectSettings } from '../connect/settings';
import { Controller } from './controller';

const EXAMPLES = [
  { command: 'flumotion-admin-text', does: 'the manager of last time; asks for the password' },
  { command: 'flumotion-admin-text -T tcp -m user:test@localhost', does: 'the sample planet' },
  { command: 'flumotion-admin-text -H studio -u ops', does: 'a manager on another machine' },
];

interface TextOptions extends ConnectOptions {
  readonly hostname?: string;
  readonly port?: string;
  readonly insecure?: boolean;
}

/** The command flumotion-admin-text. */
export function adminTextCommand(): Command {
  const command = createCommand({
    name: 'flumotion-admin-text',
    summary:
      'Shows a planet on the whole terminal: components with their moods and messages; starts and stops them.',
    examples: EXAMPLES,
  });
  return withConnection(command)
    .option('-H, --hostname <host>', 'host of the manager, instead of -m')
    .option('--port <port>', 'port of the manager, with -H')
    .option('--insecure', 'the same as -T tcp')
    .addOption(new Option('-P <password>', 'the same as -p').hideHelp())
    .action(async (options: TextOptions & { readonly P?: string }) => {
      const password = options.password ?? options.P;
      await run({ ...options, ...(password !== undefined && { password }) });
    });
}

async function run(options: TextOptions): Promise<void> {
  const person = personHere();
  if (!person || !process.stdout.isTTY) {
    throw FlumotionError.of('arguments-invalid', {
      reason: 'this needs a terminal; for scripts there is flumotion-command',
    });
  }
  const recent = new RecentConnections();
  const settings = await settingsOf(options, person, recent);
  const client = new ManagerClient(settings);
  try {
    // What is wrong with the place or the password is said before the screen is taken.
    await client.get('/api/planet');
    const { host, port, transport, login } = settings;
    recent.remember({ host, port, transport, ...(login?.kind === 'user' && { user: login.user }) });
    await show(client);
  } finally {
    client.close();
  }
}

async function show(client: ManagerClient): Promise<void> {
  let quit: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    quit = resolve;
  });
  const controller = new Controller(client, quit);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, quit);
  // Ink is an ES module that is not ready at once, which `require` cannot wait for.
  const { showOnScreen } = await import('./ink-screen.mjs');
  controller.start();
  try {
    await showOnScreen(controller, over);
  } finally {
    controller.stop();
  }
}

async function settingsOf(
  options: TextOptions,
  person: Person,
  recent: RecentConnections,
): Promise<ConnectSettings> {
  const { hostname, port } = options;
  const transport = options.insecure === true ? 'tcp' : options.transport;
  const given =
    options.manager ??
    (hostname === undefined ? undefined : parsePlace(port === undefined ? hostname : `${hostname}:${port}`));
  const chosen =
    given === undefined && transport === undefined ? await chooseRecent(person, recent.list()) : undefined;
  const place = chosen ?? { ...given, ...completePlace(given, transport) };
  const settings = connectSettings({ ...options, manager: { ...given, ...place } }, (text) => {
    person.tell(text);
  });
  if (settings.login) return settings;
  const user =
    options.manager?.user ?? options.username ?? chosen?.user ?? (await person.ask('user: ')).trim();
  const password = await person.ask(`password of ${user}: `, true);
  return { ...settings, login: { kind: 'user', user, password } };
}
