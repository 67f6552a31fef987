/**
 * How http-streamer takes more and more listeners, on one core: 100, 1,000, 4,000 and 10,000 of 48 kbit/s, then 4,000 of
 * 500 kbit/s. The listeners are a process of their own on another core, which throws everything away.
 *
 *   node test/bench/listeners-curve.bench.mjs [SECONDS]
 */
import os from 'node:os';
import { compile, stop } from './processes.mjs';
import { measure, perGb, recordFeed, streamFeed } from './streaming.mjs';

const SECONDS = Number(process.argv[2] ?? 10);
const SETTLE = 2;
/** Longest that is waited for all to join, beside what is aimed at. */
const JOINING = 20;
const STEPS = [
  [100, 48],
  [1000, 48],
  [4000, 48],
  [10_000, 48],
  [4000, 500],
];

console.log(
  `http-streamer on one core, ${SECONDS} s each; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${os.loadavg()[0].toFixed(2)}`);
const load = compile('listeners-load');
const length = SECONDS + SETTLE + JOINING + 5;
const feeds = {
  48: recordFeed(length, 48, { video: false }),
  500: recordFeed(length, 500),
};
const rows = [];
for (const [listeners, kilobits] of STEPS) {
  const { port, source, server } = await streamFeed(feeds[kilobits], {}, { cpu: 0 });
  const result = await measure(load, {
    ...{ port, listeners, settle: SETTLE, seconds: SECONDS, pid: server.pid },
    cpu: os.cpus().length - 1,
  });
  await stop(source);
  await stop(server);
  rows.push({
    listeners,
    'kbit/s': kilobits,
    served: result.served,
    'joined s': result.joined.toFixed(1),
    'Mbit/s': ((result.bytes * 8) / result.seconds / 1e6).toFixed(0),
    'CPU %': ((100 * result.cpu) / result.seconds).toFixed(1),
    'µs a listener and s': ((1e6 * result.cpu) / result.seconds / listeners).toFixed(1),
    'CPU s/GB': perGb(result, result.cpu).toFixed(2),
    'median gap ms': result.medianGapMs,
    'worst gap ms': result.worstGapMs,
    'RSS MB': result.rss.toFixed(0),
  });
}
console.table(rows);
console.log(
  'aimed at: every listener served; 10,000 x 48 kbit/s and 4,000 x 500 kbit/s joined within 10 s and without a gap above 1000 ms; a cost that grows as listeners x bytes',
);
console.log(`load of the machine after: ${os.loadavg()[0].toFixed(2)}`);
process.exit(0);
