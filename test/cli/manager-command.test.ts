import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { managerCommand } from '../../core/src/cli/manager-command';
import { execute } from '../../core/src/cli/frame';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flumotion-manager-cli-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function run(...argv: readonly string[]): Promise<{ status: number; said: string }> {
  let said = '';
  const write = (text: string): void => void (said += text);
  const printed = jest.spyOn(console, 'log').mockImplementation((text: string) => write(`${text}\n`));
  const logged = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const status = await execute(managerCommand(), argv, { stdout: { write }, stderr: { write } });
  printed.mockRestore();
  logged.mockRestore();
  return { status, said };
}

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

it('--check judges good files and starts nothing', async () => {
  const planet = file('planet.xml', '<planet><manager name="x"/></planet>');
  const { status, said } = await run('--check', '--state-dir', join(dir, 'state'), planet);
  expect([status, said]).toEqual([
    0,
    "warning: nobody can log in before an account is made: <manager> has no bouncer; make the first account with POST /api/setup on the manager's machine, or add a component such as htpasswdcrypt-bouncer\n" +
      'nothing wrong: 0 components in 0 flows\n',
  ]);
  expect(readdirSync(dir)).toEqual(['planet.xml']);
});

it.each<readonly [string, (path: string) => string[], string]>([
  ['no file', () => [], 'missing required argument'],
  ['a file that is not there', (path) => [`${path}.nowhere`], 'planet.xml.nowhere'],
  ['a file that is wrong', (path) => ['--check', path], 'planet.xml:1:'],
  ['a transport that does not exist', (path) => ['-T', 'ftp', path], 'Allowed choices are tcp, ssl'],
  ['a port that does not exist', (path) => ['-P', '70000', path], 'expected a port, 1 to 65535'],
  ['-D', (path) => ['-D', path], 'systemd'],
])('%s is one sentence and exit 1', async (_, args, text) => {
  const planet = file('planet.xml', '<planet><manager/><floww/></planet>');
  const { status, said } = await run(...args(planet));
  expect(status).toBe(1);
  expect(said).toContain(text);
  expect(said).not.toContain('    at ');
});

it('a port in use is one sentence and exit 1', async () => {
  const planet = file('planet.xml', '<planet><manager><host>127.0.0.1</host></manager></planet>');
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { status, said } = await run(
    '-T',
    'tcp',
    '-P',
    String(port),
    '--state-dir',
    join(dir, 'state'),
    planet,
  );
  other.close();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.removeAllListeners(signal);
  expect(status).toBe(1);
  expect(said).toBe(
    `flumotion-manager: port ${port} is in use by another program; stop that program or choose another port with --port\n`,
  );
});
