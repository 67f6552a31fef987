import type { Command } from 'commander';
import {
  createCommand,
  defaultPinsFile,
  dialManager,
  FlumotionError,
  Pins,
  type Terminal,
} from '@flumotion/core/cli';
import { ManagerClient } from '../client/client';
import { acceptsCertificate, chooseRecent, personHere, type Person } from '../connect/ask';
import { withConnection, type ConnectOptions } from '../connect/options';
import { addressOf, completePlace, type ManagerPlace } from '../connect/place';
import { RecentConnections } from '../connect/recent';
import { connectSettings } from '../connect/settings';
import { openBrowser, type Opener } from './browser';

const EXAMPLES = [
  {
    command: 'flumotion-admin',
    does: 'the manager of last time; the one on this machine when there is none',
  },
  { command: 'flumotion-admin -m studio:7531', does: 'a manager on another machine' },
  { command: 'flumotion-admin -m localhost --no-ssl', does: 'one without encryption' },
  { command: 'flumotion-admin --print -m studio', does: 'only print the address' },
];

interface AdminOptions extends ConnectOptions {
  readonly ssl: boolean;
  readonly print?: boolean;
}

/** What the command works with, beside its options. */
export interface AdminParts {
  readonly terminal: Terminal;
  readonly person: Person | undefined;
  readonly open: Opener;
  readonly recent: RecentConnections;
}

/** The command flumotion-admin. */
export function adminCommand(parts: Partial<AdminParts> = {}): Command {
  const command = createCommand({
    name: 'flumotion-admin',
    summary:
      'Opens the web admin of a manager in the browser, or prints its address where there is none. Asks about a certificate that is not known yet.',
    examples: EXAMPLES,
  });
  return withConnection(command)
    .option('--no-ssl', 'the same as -T tcp')
    .option('--print', 'only print the address')
    .action(async (options: AdminOptions) => {
      const { terminal = process, person = personHere(), open = openBrowser } = parts;
      await run(options, { terminal, person, open, recent: parts.recent ?? new RecentConnections() });
    });
}

async function run(options: AdminOptions, { terminal, person, open, recent }: AdminParts): Promise<void> {
  const place = await chosenPlace(options, person, recent);
  const settings = connectSettings(
    { ...options, manager: { ...options.manager, ...place } },
    () => undefined,
  );
  const { fingerprint } = options;
  const pin = fingerprint === undefined ? (seen: string) => judge(place, seen, person) : settings.pin;
  // A person may take longer to decide than an answer may take to come.
  (await dialManager({ ...place, pin })).destroy();
  const client = new ManagerClient({ ...settings, pin });
  try {
    // Nobody has to be logged in for this: the browser asks for the password.
    await client.ask('GET', '/healthz');
  } finally {
    client.close();
  }
  const user = options.manager?.user ?? options.username;
  recent.remember({ ...place, ...(user !== undefined && { user }) });
  const address = `${addressOf(place)}/`;
  const opened = options.print !== true && (await open(address));
  if (!opened) terminal.stdout.write(`${address}\n`);
  else terminal.stderr.write(`flumotion-admin: ${address} is open in the browser\n`);
  if (place.transport === 'ssl')
    terminal.stderr.write(
      'flumotion-admin: a browser warns of a certificate that the manager made itself; its fingerprint is the one that was accepted here\n',
    );
}

async function chosenPlace(
  options: AdminOptions,
  person: Person | undefined,
  recent: RecentConnections,
): Promise<ManagerPlace> {
  const transport = options.ssl ? options.transport : 'tcp';
  if (options.manager !== undefined || transport !== undefined)
    return completePlace(options.manager, transport);
  const known = recent.list();
  const chosen = person ? await chooseRecent(person, known) : known[0];
  return chosen
    ? { host: chosen.host, port: chosen.port, transport: chosen.transport }
    : completePlace(undefined, undefined);
}

/** Compares a certificate with the one known; has a person accept one that is not. @throws FlumotionError */
async function judge({ host, port }: ManagerPlace, seen: string, person: Person | undefined): Promise<void> {
  const pins = new Pins(defaultPinsFile());
  const manager = `${host}:${port}`;
  if (pins.known(host, port) === undefined && !(person && (await acceptsCertificate(person, manager, seen))))
    throw FlumotionError.of('fingerprint-refused', { manager, fingerprint: seen });
  pins.check(host, port, seen);
}
