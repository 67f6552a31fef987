/**
 * What it costs to serve many listeners: http-streamer beside icecast2 at its defaults, both fed the same bytes at the
 * same times, and beside a bare C loop that makes the same writes as http-streamer. CPU time is user and system time of
 * the server process alone; the listeners are a process of their own that throws everything away.
 *
 *   node test/bench/listeners.bench.mjs [LISTENERS [SECONDS [ROUNDS]]]
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { gathered, readPackets } from './gdp-file.mjs';

const HERE = import.meta.dirname;
const ROOT = path.resolve(HERE, '../..');
const LISTENERS = Number(process.argv[2] ?? 1000);
const SECONDS = Number(process.argv[3] ?? 20);
const ROUNDS = Number(process.argv[4] ?? 1);
const KILOBITS = 500;
const SETTLE = 3;
/** Seconds after which the listeners give up joining, as in listeners-load.c. */
const MOST_JOINING = 60;
const FLUSH_INTERVAL = 250;
const PASSWORD = 'bench';

const work = mkdtempSync(path.join(os.tmpdir(), 'flumotion-listeners-'));
const children = new Set();

function start(command, args, stdio) {
  const child = spawn(command, args, { stdio, cwd: ROOT });
  children.add(child);
  child.on('error', (error) => console.error(`${command}: ${error.message}`));
  child.on('exit', () => children.delete(child));
  return child;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(late);
}

function run(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}

function compile(name) {
  const program = path.join(work, name);
  run('cc', ['-O2', '-o', program, path.join(HERE, `${name}.c`)]);
  return program;
}

/** Records a real feed: Theora and Vorbis in Ogg. */
function recordFeed(seconds) {
  const file = path.join(work, 'feed.gdp');
  const text = `videotestsrc pattern=snow num-buffers=${seconds * 25} ! video/x-raw,width=320,height=240,framerate=25/1
    ! theoraenc bitrate=${KILOBITS - 100} keyframe-force=50 speed-level=3 rate-buffer=25 ! queue
    ! oggmux name=mux max-delay=100000000 max-page-delay=100000000 ! gdppay ! filesink location=${file}
    audiotestsrc wave=pink-noise num-buffers=${Math.ceil((seconds * 44100) / 1024)} ! audio/x-raw,rate=44100,channels=2
    ! audioconvert ! vorbisenc bitrate=96000 ! queue ! mux.`;
  run('gst-launch-1.0', ['-q', ...text.split(/\s+/)]);
  return file;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** User and system time of a process in seconds, and its resident memory in MB. */
function usage(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rss: Number(resident) / 1024 };
}

/** Lets the listeners in and measures a server while they are served. */
function measure(load, port, mount, pid) {
  return new Promise((resolve, reject) => {
    const child = start(load, [port, mount, LISTENERS, SETTLE, SECONDS].map(String), [
      'ignore',
      'pipe',
      'inherit',
    ]);
    let before;
    let after;
    let joined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('joined')) joined = Number(line.split(' ')[2]);
      else if (line === 'start') before = usage(pid);
      else if (line === 'end') after = usage(pid);
      else resolve({ ...JSON.parse(line), joined, cpu: after.cpu - before.cpu, rss: after.rss });
    });
    child.on('exit', () => reject(new Error('the listeners ended without a result')));
  });
}

function player(file, ...args) {
  return start(
    process.execPath,
    [path.join(HERE, 'feed-player.mjs'), file, ...args],
    ['ignore', args[0] === 'gdp' ? 'pipe' : 'ignore', 'inherit'],
  );
}

async function httpStreamer(feed, load) {
  const port = await freePort();
  const properties = { port, interface: '127.0.0.1', 'flush-interval': FLUSH_INTERVAL };
  const hook = path.join(ROOT, 'test/support/typescript-hook.cjs');
  const script = path.join(HERE, 'listeners-streamer.ts');
  const server = start(
    process.execPath,
    ['--conditions=source', '-r', hook, script, JSON.stringify(properties)],
    ['pipe', 'inherit', 'inherit'],
  );
  const source = player(feed, 'gdp');
  source.stdout.pipe(server.stdin).on('error', () => undefined);
  await ready(port, '/');
  const result = await measure(load, port, '/', server.pid);
  await stop(source);
  await stop(server);
  return result;
}

async function icecast(feed, load) {
  if (spawnSync('icecast2', ['-v']).error) return undefined;
  const port = await freePort();
  const config = path.join(work, 'icecast.xml');
  const user =
    process.getuid() === 0 ? '<changeowner><user>icecast2</user><group>icecast</group></changeowner>' : '';
  writeFileSync(
    config,
    `<icecast><limits><clients>${LISTENERS + 100}</clients></limits>
    <authentication><source-password>${PASSWORD}</source-password><admin-password>${PASSWORD}</admin-password></authentication>
    <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
    <paths><logdir>${work}</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
    <logging><loglevel>1</loglevel></logging><security><chroot>0</chroot>${user}</security></icecast>`,
  );
  chmodSync(work, 0o777);
  const server = start('icecast2', ['-c', config], ['ignore', 'ignore', 'ignore']);
  await accepts(port);
  const source = player(feed, 'icecast', String(port), PASSWORD);
  await ready(port, '/live');
  const result = await measure(load, port, '/live', server.pid);
  await stop(source);
  await stop(server);
  return result;
}

async function floor(feed, load, program) {
  const port = await freePort();
  const server = start(program, [String(port)], ['pipe', 'inherit', 'inherit']);
  const writes = gathered(readPackets(readFileSync(feed)), FLUSH_INTERVAL);
  server.stdin.on('error', () => undefined);
  server.stdin.end(writes.map(({ at, bytes }) => `${at.toFixed(1)} ${bytes}\n`).join(''));
  await accepts(port);
  const result = await measure(load, port, '/', server.pid);
  await stop(server);
  return result;
}

async function until(what, holds) {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within 15 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const accepts = (port) =>
  until(`port ${port} to accept`, () =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' }).then(
      () => true,
      (error) => error.cause?.code !== 'ECONNREFUSED',
    ),
  );
const ready = (port, mount) =>
  until(`the stream on port ${port}`, async () => {
    const abort = new AbortController();
    const status = await fetch(`http://127.0.0.1:${port}${mount}`, { signal: abort.signal }).then(
      (answer) => answer.status,
      () => 0,
    );
    abort.abort();
    return status === 200;
  });

function print(rows) {
  const columns = [
    'server',
    'served',
    'failed',
    'joined s',
    'CPU s/GB',
    'of icecast',
    'of C loop',
    'median gap ms',
    'worst gap ms',
    'RSS MB',
  ];
  const perGb = ({ cpu, bytes }) => cpu / (bytes / 1e9);
  const of = (row, name) => {
    const other = rows.find((candidate) => candidate.name === name && candidate.round === row.round)?.result;
    return other ? (perGb(row.result) / perGb(other)).toFixed(2) : '-';
  };
  const table = rows.map((row) => {
    const { name, result } = row;
    if (!result) return [name, 'not installed'];
    const { served, failed, joined, medianGapMs, worstGapMs, rss } = result;
    return [
      name,
      served,
      failed,
      joined.toFixed(1),
      perGb(result).toFixed(2),
      of(row, 'icecast2'),
      of(row, 'C loop'),
      medianGapMs,
      worstGapMs,
      rss.toFixed(0),
    ];
  });
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...table.map((row) => String(row[index] ?? '').length)),
  );
  for (const row of [columns, ...table])
    console.log(
      row
        .map((cell, index) => String(cell).padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    );
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
});
process.on('SIGINT', () => process.exit(1));

console.log(
  `${LISTENERS} listeners x ${KILOBITS} kbit/s, ${SECONDS} s; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${os.loadavg()[0].toFixed(2)}`);
const load = compile('listeners-load');
const bare = compile('listeners-floor');
const feed = recordFeed(MOST_JOINING + SETTLE + SECONDS + 10);
const rows = [];
for (let round = 1; round <= ROUNDS; round++) {
  rows.push({ round, name: 'C loop', result: await floor(feed, load, bare) });
  rows.push({ round, name: 'http-streamer', result: await httpStreamer(feed, load) });
  rows.push({ round, name: 'icecast2', result: await icecast(feed, load) });
}
print(rows);
console.log(`load of the machine after: ${os.loadavg()[0].toFixed(2)}`);
process.exit(0);
