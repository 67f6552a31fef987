/**
 * Memory that http-streamer needs for each of many listeners, after garbage collection, and without any.
 *
 *   node test/bench/listener-memory.bench.mjs [LISTENERS]
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readPackets } from './gdp-file.mjs';
import { compile, freePort, HERE, ROOT, start, stop, work } from './processes.mjs';

const LISTENERS = Number(process.argv[2] ?? 10_000);
/** A small stream: what is measured is the listeners, not their data. */
const FEED = path.join(ROOT, 'plugins/http-streamer/test/feeds/ogg-av.gdp');

const port = await freePort();
const socket = path.join(work, 'feed');
createServer((feed) => {
  for (const { whole } of readPackets(readFileSync(FEED))) feed.write(whole);
}).listen(socket);
const server = start(
  process.execPath,
  [
    '--expose-gc',
    '--conditions=source',
    '-r',
    path.join(ROOT, 'test/support/typescript-hook.cjs'),
    path.join(HERE, 'listeners-streamer.ts'),
    JSON.stringify({ port, interface: '127.0.0.1', 'burst-on-connect': true }),
    socket,
  ],
  ['ignore', 'pipe', 'inherit'],
);
const lines = createInterface({ input: server.stdout });
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Memory after a garbage collection, in bytes. */
async function memory() {
  const line = new Promise((resolve) => lines.once('line', resolve));
  server.kill('SIGUSR2');
  return JSON.parse(await line);
}

await pause(4);
await memory();
await pause(1);
const idle = await memory();

const load = start(
  compile('listeners-load'),
  [String(port), '/', String(LISTENERS), '4', '8'],
  ['ignore', 'pipe', 'inherit'],
);
const started = new Promise((resolve) =>
  createInterface({ input: load.stdout }).on('line', (line) => line === 'start' && resolve()),
);
await started;
await memory();
await pause(2);
const full = await memory();
await stop(load);
await pause(3);
await memory();
await pause(1);
const after = await memory();

const each = (name) => ((full[name] - idle[name]) / LISTENERS / 1024).toFixed(2);
console.table({
  [`${LISTENERS} listeners`]: {
    listeners: full.clients,
    'resident MB': (full.rss / 1e6).toFixed(1),
    'kB each': each('rss'),
    'heap kB each': each('heapUsed'),
  },
  none: { listeners: idle.clients, 'resident MB': (idle.rss / 1e6).toFixed(1) },
  'none again': { listeners: after.clients, 'resident MB': (after.rss / 1e6).toFixed(1) },
});
console.log(
  'aimed at: 12 kB each. The figure without listeners includes the compiler that runs the sources.',
);
await stop(server);
process.exit(0);
