/** @alone It measures how soon a start is on the air. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { ROOT } from '../support/installation';
import { Listener } from '../support/listener';
import { processesWith } from '../support/marked-processes';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

/** Every process of this test has it, and of those what `npm start` started has the mark besides. */
const OURS = `FLUMOTION_TEST_START=${randomUUID()}`;
const MARK = 'FLUMOTION_STARTED_BY=';
const STREAM = 'http://localhost:8800/';

let starter: TestProcess | undefined;

/** Starts in a session of its own, so that a signal can be sent to all that a terminal's Ctrl-C would reach. */
function start(...command: string[]): TestProcess {
  const [name = '', value] = OURS.split('=');
  const env = { ...process.env, [name]: value };
  starter = new TestProcess('npm start', 'setsid', command, { cwd: ROOT, env });
  return starter;
}

async function untilOnAir(process: TestProcess): Promise<void> {
  await waitUntil('it is on air', () => process.output.includes('On air') || !process.running, 90_000);
  expect(process.output).toContain('On air');
}

function left(): number[] {
  const ours = new Set(processesWith(OURS));
  return processesWith(MARK).filter((pid) => ours.has(pid));
}

afterEach(async () => {
  starter?.kill('SIGKILL');
  starter = undefined;
  await waitUntil('nothing is left', () => left().length === 0, 10_000);
});

/** Milliseconds that Ctrl-C takes to end all that a process has started. */
async function interrupted(running: TestProcess): Promise<number> {
  const began = performance.now();
  process.kill(-running.pid, 'SIGINT');
  expect(await running.end()).toEqual({ status: 0, signal: null });
  expect(left()).toEqual([]);
  return performance.now() - began;
}

test('npm start puts the stream on air, and Ctrl-C ends everything within 5 s', async () => {
  const npm = start('npm', 'start');
  await untilOnAir(npm);
  const listener = new Listener(STREAM, true);
  await waitUntil('the stream comes', () => listener.bytes > 50_000, 10_000);
  expect(listener.status).toBe(200);
  expect(listener.data.toString('latin1', 0, 4)).toBe('OggS');
  expect(npm.output).toMatch(/\/default\/producer-video +happy/);
  expect(npm.output).toContain(STREAM);
  expect(left().length).toBeGreaterThanOrEqual(9);

  let took = await interrupted(npm);
  listener.close();
  // The best of three counts: other work on the machine can slow any one of them.
  for (let tries = 1; tries < 3 && took >= 5000; tries++) {
    const again = start('npm', 'start');
    await untilOnAir(again);
    took = Math.min(took, await interrupted(again));
  }
  expect(took).toBeLessThan(5000);
});

test('a start on a prepared machine is on air within 5 s, from the command on', async () => {
  const measured: number[] = [];
  // The best of five counts: other work on the machine can slow any one of them.
  while (measured.length < 5 && !measured.some((seconds) => seconds < 5)) {
    const began = performance.now();
    const again = start(process.execPath, 'scripts/start.mjs');
    await untilOnAir(again);
    measured.push((performance.now() - began) / 1000);
    expect(again.output).not.toContain('installing');
    again.kill('SIGTERM');
    expect(await again.end()).toEqual({ status: 0, signal: null });
  }
  expect(Math.min(...measured)).toBeLessThan(5);
});

test('what it started dies with it, also when it is killed', async () => {
  const killed = start(process.execPath, 'scripts/start.mjs');
  await untilOnAir(killed);
  killed.kill('SIGKILL');
  await waitUntil('all its processes are gone', () => left().length === 0, 5000);
});

test('a manager or worker that dies is started again, and the listeners stay', async () => {
  const keeper = start(process.execPath, 'scripts/start.mjs');
  await untilOnAir(keeper);
  const listener = new Listener(STREAM);
  await waitUntil('the stream comes', () => listener.bytes > 50_000, 10_000);
  for (const name of ['worker', 'manager']) {
    const before = running(name);
    process.kill(before!, 'SIGKILL');
    await waitUntil(`another ${name}`, () => ![undefined, before].includes(running(name)), 10_000);
    const told = `the ${name} ended (SIGKILL); it is started again`;
    await waitUntil(told, () => keeper.output.includes(told));
    const { bytes } = listener;
    await waitUntil('the stream goes on', () => listener.bytes > bytes + 50_000, 10_000);
  }
  expect(listener.ended).toBeUndefined();
  keeper.kill('SIGTERM');
  expect(await keeper.end()).toEqual({ status: 0, signal: null });
  listener.close();
});

test('what dies again and again is given up, with its last words', async () => {
  const script = `
    import { keepProcess, startProcess } from './scripts/start/process.mjs';
    const dying = ['-e', 'console.error("no luck today"); process.exit(3)'];
    const begin = () => startProcess('worker', dying, { env: {}, cwd: '.', line: () => undefined });
    console.log(await keepProcess(begin, () => true, (text) => console.log(text)));
  `;
  const given = start(process.execPath, '--input-type=module', '-e', script);
  expect(await given.end(120_000)).toEqual({ status: 0, signal: null });
  const lines = given.output.trim().split('\n');
  expect(lines.filter((line) => line === 'the worker ended (3); it is started again')).toHaveLength(5);
  expect(lines.slice(-2)).toEqual(['the worker ended (3); its last words were:', 'no luck today']);
});

describe.each([
  [8800, 'the stream'],
  [7531, 'the manager'],
])('with port %i in use', (port, what) => {
  let server: Server;
  beforeAll((done) => {
    server = createServer().listen(port, '127.0.0.1', done);
  });
  afterAll((done) => {
    server.close(done);
  });

  test('it says so in one sentence and exits 1', async () => {
    const refused = start(process.execPath, 'scripts/start.mjs');
    expect(await refused.end()).toEqual({ status: 1, signal: null });
    const sentence = `npm start: port ${port}, wanted for ${what}, is in use by another program; end that program and try again`;
    expect(refused.output.trim().split('\n').at(-1)).toBe(sentence);
  });
});

/** Process id of the manager or the worker. */
function running(name: string): number | undefined {
  return left().find((pid) => commandLine(pid).includes(`flumotion-${name}.js`));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}
