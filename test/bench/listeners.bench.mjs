/**
 * What it costs to serve many listeners: http-streamer beside icecast2 at its defaults, both fed the same bytes at the
 * same times, and beside a bare C loop that makes the same writes as http-streamer. CPU time is user and system time of
 * the server process alone; the listeners are a process of their own that throws everything away.
 *
 *   node test/bench/listeners.bench.mjs [LISTENERS [SECONDS [ROUNDS]]]
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gathered, readPackets } from './gdp-file.mjs';
import { compile, freePort, start, stop, until, usage, work } from './processes.mjs';
import { FLUSH_INTERVAL, measure, perGb, player, ready, recordFeed, streamFeed } from './streaming.mjs';

const LISTENERS = Number(process.argv[2] ?? 1000);
const SECONDS = Number(process.argv[3] ?? 20);
const ROUNDS = Number(process.argv[4] ?? 1);
const KILOBITS = 500;
const SETTLE = 3;
/** Seconds after which the listeners give up joining, as in listeners-load.c. */
const MOST_JOINING = 60;
/** Seconds for which http-streamer is measured without listeners, to know what reading its feed costs. */
const ALONE = 10;
/** How many share the listeners in the row that shows it. */
const PROCESSES = 2;
const PASSWORD = 'bench';
const LOAD = { listeners: LISTENERS, settle: SETTLE, seconds: SECONDS };

async function httpStreamer(feed, load) {
  const { port, source, server } = await streamFeed(feed, {});
  const before = usage(server.pid).cpu;
  await new Promise((resolve) => setTimeout(resolve, ALONE * 1000));
  const alone = ((usage(server.pid).cpu - before) / ALONE) * SECONDS;
  const result = await measure(load, { ...LOAD, port, pid: server.pid });
  await stop(source);
  await stop(server);
  return { ...result, alone };
}

async function severalProcesses(feed, load) {
  const { port, source, server } = await streamFeed(feed, { processes: PROCESSES });
  const result = await measure(load, { ...LOAD, port, pid: server.pid });
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
  const result = await measure(load, { ...LOAD, port, mount: '/live', pid: server.pid });
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
  const result = await measure(load, { ...LOAD, port, pid: server.pid });
  await stop(server);
  return result;
}

const accepts = (port) =>
  until(`port ${port} to accept`, () =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' }).then(
      () => true,
      (error) => error.cause?.code !== 'ECONNREFUSED',
    ),
  );
const quotient = (one, other) => (one / other).toFixed(2);

function row({ name, result, round }, rows) {
  if (!result) return { server: name, served: 'not installed: apt-get install icecast2' };
  const { served, failed, joined, cpu, alone = 0, medianGapMs, worstGapMs, rss } = result;
  const others = (other) => rows.find((each) => each.name === other && each.round === round)?.result;
  const beside = (other) => {
    const found = others(other);
    return found ? quotient(perGb(result, cpu), perGb(found, found.cpu)) : '-';
  };
  const bare = others('C loop');
  return {
    server: name,
    served,
    failed,
    'joined s': joined.toFixed(1),
    'CPU s/GB': perGb(result, cpu).toFixed(2),
    'of icecast': beside('icecast2'),
    'of C loop': beside('C loop'),
    'of C loop, feed aside': alone ? quotient(perGb(result, cpu - alone), perGb(bare, bare.cpu)) : '-',
    'median gap ms': medianGapMs,
    'worst gap ms': worstGapMs,
    'RSS MB': rss.toFixed(0),
  };
}

console.log(
  `${LISTENERS} listeners x ${KILOBITS} kbit/s, ${SECONDS} s; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${os.loadavg()[0].toFixed(2)}`);
const load = compile('listeners-load');
const bare = compile('listeners-floor');
const feed = recordFeed(MOST_JOINING + ALONE + SETTLE + SECONDS + 10, KILOBITS);
const rows = [];
for (let round = 1; round <= ROUNDS; round++) {
  rows.push({ round, name: 'C loop', result: await floor(feed, load, bare) });
  rows.push({ round, name: 'http-streamer', result: await httpStreamer(feed, load) });
  rows.push({ round, name: `${PROCESSES} processes`, result: await severalProcesses(feed, load) });
  rows.push({ round, name: 'icecast2', result: await icecast(feed, load) });
}
console.table(rows.map((each) => row(each, rows)));
console.log(
  'feed aside: less what http-streamer needs to read and gather its feed, which the C loop does not do; aimed at: 0.25 of icecast, 1.2 of the C loop, every listener served, worst gap 1000 ms',
);
console.log(`load of the machine after: ${os.loadavg()[0].toFixed(2)}`);
process.exit(0);
