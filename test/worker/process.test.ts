import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeManager } from '../support/fake-manager';
import { freePort } from '../support/free-port';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

const HOOK = join(__dirname, '../support/typescript-hook.cjs');
const PROGRAM = join(__dirname, '../../core/src/cli/worker.ts');
let folder: string;
let manager: FakeManager;
const processes: TestProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-worker-process-'));
  manager = new FakeManager(await freePort());
  await manager.start();
});

afterEach(async () => {
  for (const process of processes.splice(0)) {
    process.kill('SIGKILL');
    await process.ended;
  }
  await manager.stop();
  rmSync(folder, { recursive: true });
});

/** The command itself, out of the sources. */
function worker(...args: string[]): TestProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config') };
  delete env['FLU_DEBUG'];
  const made = new TestProcess(
    'worker',
    process.execPath,
    ['--conditions=source', '-r', HOOK, PROGRAM, ...args],
    {
      env,
    },
  );
  processes.push(made);
  return made;
}

const login = (...more: string[]): string[] => [
  ...['-v', '-T', 'tcp', '-H', '127.0.0.1', '-P', String(manager.port), '-u', 'user', '-p', 'test'],
  ...['--rundir', join(folder, 'run'), ...more],
];

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with status 0', async (signal) => {
  const running = worker(...login('-n', 'studio'));
  expect(await manager.login(1, 15_000)).toMatchObject({ name: 'studio', user: 'user', password: 'test' });
  await waitUntil('the login', () => running.output.includes('logged in to manager test as worker studio'));
  running.kill(signal);
  expect(await running.end()).toEqual({ status: 0, signal: null });
});

test('a refused login is one clear line and exit status 1', async () => {
  manager.refuse = 'login-refused';
  const running = worker(...login().filter((argument) => argument !== '-v'));
  expect(await running.end()).toEqual({ status: 1, signal: null });
  expect(running.output).toBe(
    'flumotion-worker: the manager test refused the login of user user: wrong password\n',
  );
});

test('a run directory that a living worker has is refused in one sentence, with exit status 1', async () => {
  worker(...login());
  await manager.login(1, 15_000);
  const second = worker(...login());
  expect(await second.end()).toEqual({ status: 1, signal: null });
  expect(second.output).toMatch(
    /^flumotion-worker: the run directory \S+ is in use by another worker; [^\n]+\n$/,
  );
});

test('a worker file gives what the options leave out', async () => {
  const file = join(folder, 'worker.xml');
  writeFileSync(
    file,
    `<worker name="from-file"><manager><host>127.0.0.1</host><port>${String(manager.port)}</port>
     <transport>tcp</transport></manager><authentication type="plaintext"><username>someone</username>
     <password>else</password></authentication><feederports>9000-9002</feederports></worker>`,
  );
  worker('--rundir', join(folder, 'run'), '-u', 'user', file);
  expect(await manager.login(1, 15_000)).toMatchObject({
    name: 'from-file',
    user: 'user',
    password: 'else',
    feederPorts: [9000, 9001, 9002],
  });
});

test.each([
  ['-D', ['-D'], /stays in the foreground: run it as a systemd service/],
  ['no user', ['-p', 'x'], /give -u USER and -p PASSWORD/],
  ['a port that is none', ['-P', '70000'], /expected a port, 1 to 65535/],
  ['feeder ports that run backwards', ['-F', '20-10'], /20-10" runs backwards/],
  ['a transport that does not exist', ['-T', 'carrier-pigeon'], /Allowed choices are tcp, ssl/],
  ['a misspelt option', ['--feederport', '1'], /Did you mean --feederports\?/],
  ['a file that is not there', ['/nonexistent/worker.xml'], /\/nonexistent\/worker.xml/],
])('%s: one sentence, exit status 1', async (_, args, text) => {
  const running = worker(...args);
  expect(await running.end()).toEqual({ status: 1, signal: null });
  expect(running.output).toMatch(text);
  expect(running.output).not.toContain('    at ');
});
