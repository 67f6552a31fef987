/**
 * How long the sample planet takes from the worker's login to the first playable byte: the worker's log says when it is
 * logged in, and a listener asks again every 20 ms until the stream answers.
 *
 *   node test/bench/startup.bench.mjs [ROUNDS]
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Installation } from './installation.mjs';
import { freePort, ROOT } from './processes.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const RETRY = 20;
/** Milliseconds after which a start has failed. */
const PATIENCE = 30_000;

/** The sample planet's flow, on another port. */
function flows(port) {
  const sample = readFileSync(path.join(ROOT, 'conf/managers/default/planet.xml'), 'utf8');
  const [flow] = /<flow[^]*<\/flow>/.exec(sample);
  return flow.replace('>8800<', `>${port}<`);
}

/** When the stream's first byte has come. */
function firstByte(port) {
  const deadline = performance.now() + PATIENCE;
  return new Promise((resolve, reject) => {
    const again = () => {
      if (performance.now() > deadline) reject(new Error(`no stream within ${PATIENCE / 1000} s`));
      else setTimeout(ask, RETRY);
    };
    const ask = () => {
      const request = http.get({ host: '127.0.0.1', port, agent: false }, (answer) => {
        if (answer.statusCode !== 200) {
          answer.resume();
          again();
          return;
        }
        answer.once('data', () => {
          resolve(performance.now());
          request.destroy();
        });
        answer.on('error', () => undefined);
      });
      request.on('error', again);
    };
    ask();
  });
}

async function measure() {
  const port = await freePort();
  const installation = await Installation.of(flows(port));
  try {
    const started = performance.now();
    installation.startWorker();
    const [login, byte] = await Promise.all([installation.loggedIn, firstByte(port)]);
    return { load: os.loadavg()[0], login: login - started, byte: byte - login };
  } finally {
    await installation.end();
  }
}

console.log(
  `sample planet; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
const rounds = [];
for (let round = 1; round <= ROUNDS; round++) rounds.push(await measure());
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
console.table(
  rounds.map(({ load, login, byte }) => ({
    'load of the machine': load.toFixed(2),
    'process to login s': seconds(login),
    'login to first byte s': seconds(byte),
  })),
);
const sorted = rounds.map(({ byte }) => byte).sort((a, b) => a - b);
console.log(
  `login to first byte: least ${seconds(sorted[0])} s, median ${seconds(sorted[Math.floor(sorted.length / 2)])} s; aimed at 3 s on two cores`,
);
process.exit(0);
