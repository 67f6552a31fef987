/**
 * What listeners cost that stop reading, beside as many that read: memory of http-streamer after garbage collection, and
 * of the kernel for TCP. The streamer promises that each holds one chunk at most, which all of them share.
 *
 *   node test/bench/stalled.bench.mjs [LISTENERS]
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, start, stop } from './processes.mjs';
import { FLUSH_INTERVAL, recordFeed, streamFeed } from './streaming.mjs';

const LISTENERS = Number(process.argv[2] ?? 1000);
const KILOBITS = 500;
/** Seconds until all are there, and until those who stopped are well behind but not dropped yet. */
const WAIT = 15;
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Memory that the kernel has for TCP, in MB. */
const kernel = () =>
  (Number(/^TCP:.* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1]) * 4096) / 1e6;

async function run(feed, ...args) {
  const { port, source, server } = await streamFeed(feed, {}, { flags: ['--expose-gc'] });
  const lines = createInterface({ input: server.stdout });
  const memory = async () => {
    const line = new Promise((resolve) => lines.once('line', resolve));
    server.kill('SIGUSR2');
    return { ...JSON.parse(await line), kernel: kernel() };
  };
  await pause(5);
  await memory();
  await pause(1);
  const idle = await memory();
  const tester = start(
    process.execPath,
    [
      path.join(ROOT, 'core/bin/flumotion-tester.js'),
      ...['-c', String(LISTENERS), '--rate', '500', '-t', String(WAIT * 2), ...args],
      `http://127.0.0.1:${port}/`,
    ],
    ['ignore', 'ignore', 'inherit'],
  );
  await pause(WAIT);
  await memory();
  await pause(0.5);
  const full = await memory();
  await stop(tester);
  await stop(source);
  await stop(server);
  const each = (name) => (full[name] - idle[name]) / LISTENERS / 1024;
  return {
    listeners: full.clients,
    'resident kB each': each('rss').toFixed(1),
    'of it buffers kB each': each('arrayBuffers').toFixed(2),
    'kernel kB each': (((full.kernel - idle.kernel) * 1000) / LISTENERS).toFixed(0),
  };
}

console.log(
  `${LISTENERS} listeners x ${KILOBITS} kbit/s, a chunk of ${FLUSH_INTERVAL} ms is ${((KILOBITS * FLUSH_INTERVAL) / 8e3).toFixed(1)} kB; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${os.loadavg()[0].toFixed(2)}`);
const feed = recordFeed(WAIT + 30, KILOBITS);
console.table({
  'all read': await run(feed),
  'all have stopped reading': await run(feed, '--stall', '100%'),
});
console.log('aimed at: no more than a chunk each');
console.log(`load of the machine after: ${os.loadavg()[0].toFixed(2)}`);
process.exit(0);
