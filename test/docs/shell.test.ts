import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createCommand } from '../../create-flumotion-plugin/src/command';
import { Catalogue } from '../../core/src/catalogue';
import { configure } from '../../core/src/cli/launch/configure';
import { parseLaunch } from '../../core/src/cli/launch/syntax';
import { allCommands, refusal } from '../support/commands';
import { codeBlocks, manualPages } from '../support/pages';
import { recordShell } from '../support/recorded-shell';

/*
 * How the commands in the manual are kept true: every `sh` block runs in a real shell in which our commands, and the few
 * foreign programs the manual may use, only write down how they were called. Each call is then read by the command's
 * own option parser; pipelines of flumotion-launch and types for flumotion-inspect are looked up as well.
 */
const ROOT = join(__dirname, '../..');
const OURS = allCommands().map((command) => command.name());
const FOREIGN = ['npm', 'npx', 'node', 'curl', 'gst-launch-1.0', 'htpasswd', 'systemctl', 'openssl', 'nc'];
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};
const INSTALLED = readdirSync(join(ROOT, 'node_modules/.bin'));
const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });

const blocks = manualPages()
  .flatMap((page) => codeBlocks(page))
  .filter(({ language }) => language === 'sh');

test.each(blocks.map(({ place, text }) => [place, text]))('%s', async (_, text) => {
  // Built into the shell, so it would not be a stand-in that is called.
  expect(text).not.toMatch(/\bkill\b/);
  const { calls, status, errors } = recordShell(text, [...OURS, ...FOREIGN], ['seq']);
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  const wrong = await Promise.all(calls.map(complaint));
  expect(wrong.filter((one) => one !== '')).toEqual([]);
});

test('a wrong option, a missing file, a wrong pipeline and an unknown program are found', async () => {
  const found = await Promise.all(
    [
      ['flumotion-worker', '--feeder-ports', '1'],
      ['npx', 'flumotion-manager', 'conf/nowhere.xml'],
      ['flumotion-launch', 'videotest-producer', '!', 'theora-encode'],
      ['flumotion-inspect', 'theora-encoder', 'bit-rate'],
      ['npm', 'run', 'nothing'],
      ['npm', 'create', 'flumotion-plugin', 'owl', '--', '--kind', 'bird'],
    ].map(complaint),
  );
  expect(found).not.toContain('');
  expect(recordShell('flumotion-wurker', OURS, []).status).toBe(127);
});

async function complaint(call: readonly string[]): Promise<string> {
  const [program = '', ...args] = call;
  if (program === 'npx') return npx(args);
  if (program === 'npm') return npm(args);
  if (!OURS.includes(program)) return '';
  const missing = args.filter((arg) => /^(conf|plugins|docs)\//.test(arg) && !existsSync(join(ROOT, arg)));
  if (missing.length > 0) return `there is no ${missing.join(', ')}`;
  const refused = await refusal(program, args);
  if (refused !== '') return `${call.join(' ')}: ${refused}`;
  const words = args.filter((arg) => !arg.startsWith('-'));
  try {
    if (program === 'flumotion-launch') configure(parseLaunch(words), catalogue);
    if (program === 'flumotion-inspect' && !args.includes('--completion')) lookUp(words);
  } catch (error) {
    return `${call.join(' ')}: ${String(error)}`;
  }
  return '';
}

function lookUp([type, property]: readonly string[]): void {
  if (type === undefined) return;
  const { properties = {} } = catalogue.definition(type).spec;
  if (property !== undefined && !(property in properties)) throw new Error(`no property ${property}`);
}

async function npx([program = '', ...args]: readonly string[]): Promise<string> {
  if (OURS.includes(program)) return complaint([program, ...args]);
  return INSTALLED.includes(program) ? '' : `npx ${program}: it is not installed here`;
}

async function npm([verb = '', name = '', ...rest]: readonly string[]): Promise<string> {
  if (verb === 'create') return npmCreate(name, rest);
  const script = verb === 'run' ? name : verb;
  const known = ['install', 'pack', 'publish', 'ci'].includes(verb) || Object.hasOwn(scripts, script);
  return known ? '' : `npm ${verb} ${name}: there is no such script`;
}

/** The generator itself reads the options, and writes into a folder of its own. */
async function npmCreate(name: string, args: readonly string[]): Promise<string> {
  if (name !== 'flumotion-plugin') return `npm create ${name}: there is no such generator`;
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-docs-'));
  const output = new PassThrough();
  try {
    const command = createCommand({ input: new PassThrough(), output, folder, interactive: false });
    await command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseAsync(
        args.filter((arg) => arg !== '--'),
        { from: 'user' },
      );
    return '';
  } catch (error) {
    return `npm create ${name} ${args.join(' ')}: ${String(error)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
