/**
 * One command from a fresh checkout to a live stream: sets up what is missing, starts a manager and a worker on this
 * machine with the sample planet, waits until the stream plays, and says where it is. Ctrl-C ends everything.
 *
 *   node scripts/start.mjs [-v] [--no-install]
 *     -v             show the log of manager and worker
 *     --no-install   never install system packages: only print the line that does
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, setup, setupOptions } from './setup.mjs';
import { endFollowed } from './setup/run.mjs';
import { Failure, main, say } from './setup/say.mjs';
import { MARK } from './start/marked.mjs';
import { demandPort } from './start/ports.mjs';
import { keepProcess, startProcess } from './start/process.mjs';
import { hasStream } from './start/stream.mjs';

const PLANET = 'conf/managers/default/planet.xml';
const STREAM = 'http://localhost:8800/';
const PORTS = [
  [7531, 'the manager'],
  [8800, 'the stream'],
];
/** Milliseconds after which the stream should have played. */
const PATIENCE = 60_000;
/** The longest path of a folder in which unix sockets still fit. */
const LONGEST = 70;

const verbose = process.argv.includes('-v') || process.argv.includes('--verbose');
let ending = false;
let endReaper = () => Promise.resolve();
let sweepFolder = () => undefined;

/** Folder of manager and worker state, kept from start to start; the worker's sockets need a short path. */
function folders() {
  const home = path.join(ROOT, '.flumotion', 'start');
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
  } catch (error) {
    throw new Failure(`${home} cannot be written (${error.code}); give yourself permission for ${ROOT}`);
  }
  const run = path.join(home, 'run');
  if (run.length <= LONGEST) return { home, run };
  const short = mkdtempSync(path.join(tmpdir(), 'flumotion-'));
  sweepFolder = () => rmSync(short, { recursive: true, force: true });
  return { home, run: short };
}

/** Starts the process that ends all others when this one ends, however that happens. */
function startReaper(mark) {
  const reaper = spawn(process.execPath, [path.join(ROOT, 'scripts/start/reaper.mjs'), mark], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => reaper.on('exit', resolve));
  endReaper = () => {
    reaper.stdin.end();
    return ended;
  };
}

async function stop(status) {
  if (ending) return;
  ending = true;
  endFollowed();
  await endReaper();
  sweepFolder();
  process.exit(status);
}

/** Prints each change of a component's mood, as the manager logs it; remembers the last ones. */
function moodWatcher() {
  const moods = new Map();
  return {
    moods,
    line(text) {
      if (verbose) say(text);
      const match = /component (\/\S+) is (\w+)(.*)$/.exec(text);
      if (!match) return;
      const [, component, mood, reason] = match;
      const before = moods.get(component);
      moods.set(component, mood + reason);
      const news = /^(sad|lost)$/.test(mood) ? mood + reason : mood;
      if (!verbose && !ending && !before?.startsWith(news)) say(`  ${component.padEnd(28)} ${news}`);
    },
  };
}

async function untilOnAir(began, moods) {
  while (!(await hasStream(STREAM))) {
    if (Date.now() - began > PATIENCE) {
      const unwell = [...moods]
        .filter(([, mood]) => mood !== 'happy')
        .map(([name, mood]) => `${name} is ${mood}`);
      throw new Failure(
        `${STREAM} did not play within ${PATIENCE / 1000} s; ${unwell.join('; ') || 'no component has reported'}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function start() {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void stop(0));
  await setup(setupOptions());
  const { home, run } = folders();
  for (const [port, what] of PORTS) await demandPort(port, what);

  const began = Date.now();
  const mark = randomUUID();
  startReaper(mark);
  say('starting manager and worker on this machine …');
  const { moods, line } = moodWatcher();
  const options = { cwd: ROOT, line, env: { [MARK]: mark, XDG_CONFIG_HOME: path.join(home, 'config') } };
  let onAir = false;
  const command = (name, ...args) => {
    const program = [path.join(ROOT, `core/bin/flumotion-${name}.js`), '-v', ...args];
    return keepProcess(
      () => startProcess(name, program, options),
      () => onAir && !ending,
      say,
    );
  };
  const manager = command('manager', '--state-dir', path.join(home, 'manager'), PLANET);
  const worker = command('worker', '--rundir', run, '-u', 'user', '-p', 'test');
  const trouble = Promise.race([manager, worker]).then((reason) => {
    throw new Failure(reason);
  });

  await Promise.race([untilOnAir(began, moods), trouble]);
  onAir = true;
  say(`
On air after ${((Date.now() - began) / 1000).toFixed(1)} s:

  picture and sound   ${STREAM}
  the admin           https://localhost:7531/: user "user", password "test"

Try next, in another terminal:

  gst-launch-1.0 playbin uri=${STREAM}       or vlc, mpv, ffplay with the same address
  npx flumotion-tester ${STREAM}             100 listeners at once, measured
  npx flumotion-inspect theora-encoder                   what a component can do

The planet is ${PLANET}. Ctrl-C ends everything.`);
  await trouble;
}

await main('npm start', async () => {
  try {
    await start();
  } catch (error) {
    if (ending) return await new Promise(() => undefined);
    ending = true;
    await endReaper();
    sweepFolder();
    throw error;
  }
});
