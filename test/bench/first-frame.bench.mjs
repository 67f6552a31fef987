/**
 * How long a listener waits: from GET to the first frame that can be decoded, with a burst; and how much later bytes come
 * out of http-streamer than they went in. This process is the feeder and a listener at once, so both clocks are one.
 *
 *   node test/bench/first-frame.bench.mjs [LISTENERS]
 */
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readPackets } from './gdp-file.mjs';
import { keyframeIn, pagesIn } from './ogg-frames.mjs';
import { freePort, stop, work } from './processes.mjs';
import { FLUSH_INTERVAL, ready, recordFeed, startStreamer } from './streaming.mjs';

const LISTENERS = Number(process.argv[2] ?? 200);
const BETWEEN = 100;
const KILOBITS = 500;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** When each page went into the feed, by what identifies it. */
const written = new Map();

/** Plays the feed in real time to whoever connects, and remembers when each page went in. */
function feeder(file, socket) {
  const packets = readPackets(readFileSync(file));
  createServer((feed) => {
    const began = performance.now();
    let at = 0;
    feed.on('error', () => undefined).resume();
    (function play() {
      const now = performance.now();
      for (; at < packets.length && packets[at].time * 1000 <= now - began; at++) {
        const { whole, header, data } = packets[at];
        if (!header) for (const { id } of pagesIn(data)) written.set(id, performance.now());
        feed.write(whole);
      }
      if (at < packets.length)
        setTimeout(play, Math.max(1, packets[at].time * 1000 - (performance.now() - began)));
    })();
  }).listen(socket);
}

/** Asks for the stream; `taken` gets all bytes of the body so far until it answers that it has enough. */
function listen(port, taken) {
  return new Promise((resolve, reject) => {
    const asked = performance.now();
    let got = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
    socket.on('error', reject);
    socket.on('data', (data) => {
      got = Buffer.concat([got, data]);
      const body = got.indexOf('\r\n\r\n') + 4;
      if (body < 4 || !taken(got.subarray(body), asked)) return;
      socket.destroy();
      resolve();
    });
  });
}

const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(1);
  return { least: at(0), median: at(0.5), '99 %': at(0.99), most: at(1) };
};

console.log(
  `${LISTENERS} listeners one after the other, ${KILOBITS} kbit/s; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${os.loadavg()[0].toFixed(2)}`);
const length = Math.ceil((LISTENERS * BETWEEN) / 1000) + 40;
const port = await freePort();
const socket = path.join(work, 'feed');
feeder(recordFeed(length, KILOBITS), socket);
const server = startStreamer(port, socket, { 'burst-on-connect': true });
await ready(port, '/');
await pause(5000);

const delays = [];
let seen = 0;
const began = performance.now();
const steady = listen(port, (body) => {
  const now = performance.now();
  for (const { id, size } of pagesIn(body.subarray(seen))) {
    seen += size;
    const at = written.get(id);
    // What came with the burst is older by intent.
    if (at !== undefined && at > began) delays.push(now - at);
  }
  return now - began > LISTENERS * BETWEEN;
});

const first = [];
for (let count = 0; count < LISTENERS; count++) {
  await listen(port, (body, asked) => {
    if (!keyframeIn(body)) return false;
    first.push(performance.now() - asked);
    return true;
  });
  await pause(BETWEEN);
}
await steady;
console.table({
  'GET to the first frame, ms': { ...spread(first), 'aimed at': '300 at most' },
  'delay added, ms': { ...spread(delays), 'aimed at': `${FLUSH_INTERVAL} at most` },
});
console.log(`load of the machine after: ${os.loadavg()[0].toFixed(2)}`);
await stop(server);
process.exit(0);
