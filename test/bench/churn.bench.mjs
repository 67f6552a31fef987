/**
 * What coming and going does to those who stay, and what those who stop reading cost: http-streamer under
 * flumotion-tester, which checks what every listener gets.
 *
 *   node test/bench/churn.bench.mjs [LISTENERS [SECONDS]]
 */
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { ROOT, start, stop, usage } from './processes.mjs';
import { recordFeed, streamFeed } from './streaming.mjs';

const LISTENERS = Number(process.argv[2] ?? 2000);
const SECONDS = Number(process.argv[3] ?? 25);
const A_SECOND = 500;
const KILOBITS = 48;
const TESTER = path.join(ROOT, 'core/bin/flumotion-tester.js');

/** Runs flumotion-tester and returns its report. */
function tester(port, ...args) {
  const child = start(
    process.execPath,
    [TESTER, '--json', '-c', String(LISTENERS), '--rate', '1000', ...args, `http://127.0.0.1:${port}/`],
    ['ignore', 'pipe', 'inherit'],
  );
  return new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.on('close', () => resolve(JSON.parse(text)));
  });
}

function row({ listeners, succeeded, failures, firstByte, worstGap, lag }, cpu) {
  return {
    'listeners in all': listeners,
    good: succeeded,
    failed: failures.map(({ count, reason }) => `${count} ${reason}`).join(', ') || '-',
    'first byte, 99 % ms': firstByte.p99.toFixed(1),
    'gap, 99 % ms': worstGap.p99.toFixed(0),
    'worst gap ms': worstGap.max.toFixed(0),
    'most behind the first ms': lag?.max.toFixed(0) ?? '-',
    'CPU % of http-streamer': cpu.toFixed(1),
  };
}

if (spawnSync(process.execPath, [TESTER, '--version']).status !== 0)
  throw new Error('flumotion-tester is not built: npm run build');
console.log(
  `${LISTENERS} listeners x ${KILOBITS} kbit/s, ${SECONDS} s; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
console.log(`load of the machine before: ${os.loadavg()[0].toFixed(2)}`);
const feed = recordFeed(SECONDS + 20, KILOBITS, { video: false });
const rows = {};
for (const [name, ...args] of [
  ['all stay', '-t', String(SECONDS)],
  [`${A_SECOND} leave and join a second`, '--churn', String(A_SECOND), '--duration', String(SECONDS)],
  ['one in ten stops reading', '--stall', '10%', '-t', String(SECONDS)],
]) {
  const { port, source, server } = await streamFeed(feed, { 'burst-on-connect': true });
  const before = usage(server.pid).cpu;
  const report = await tester(port, ...args);
  rows[name] = row(report, ((usage(server.pid).cpu - before) / report.seconds) * 100);
  if (report.stalled) rows[name].failed += `; cut off ${report.stalled.cutOff}, held ${report.stalled.held}`;
  await stop(source);
  await stop(server);
}
console.table(rows);
console.log('aimed at: nobody fails, worst gap 1000 ms');
console.log(`load of the machine after: ${os.loadavg()[0].toFixed(2)}`);
process.exit(0);
