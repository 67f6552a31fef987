/**
 * CPU and memory of single components: the job of each beside gst-launch-1.0 with the same
 * elements and settings. Both are fed live by the same test picture and tone, 640x360 with 25 pictures a second and
 * 44100 Hz. The gst-launch of a row makes its input too; what the input costs is measured in a process of its own and
 * taken off its CPU, not off its memory.
 *
 *   node test/bench/components.bench.mjs [NAME …] [--seconds N]
 *
 * Rows whose type contains a NAME are measured, all without one. The rows are in component-table.mjs.
 */
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { FILM, INPUTS, PARSERS, ROWS } from './component-table.mjs';
import { component, Installation } from './installation.mjs';
import { start, stop, usage } from './processes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '4' } },
});
const SECONDS = Number(values.seconds);
/** Seconds each runs before it is measured. */
const SETTLE = 2;
/** Rows that run at the same time, so that a row takes some seconds; both sides have the same company. */
const TOGETHER = 3;

const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Inputs of rows and the inputs of those, first what needs none. */
function needed(rows) {
  const all = new Set();
  const add = (name) => {
    [INPUTS[name].eats ?? []].flat().forEach(add);
    all.add(name);
  };
  for (const { inputs } of rows) inputs.forEach(add);
  return [...all];
}

/** Feeds of inputs. */
const fed = (inputs) => inputs.map((name) => `input-${name}`);

/** Percent of a core of each process over the measured time, and its MB at the end. */
async function measured(pids) {
  await wait(SETTLE);
  const before = new Map([...pids].map(([name, pid]) => [name, usage(pid).cpu]));
  const began = performance.now();
  await wait(SECONDS);
  const seconds = (performance.now() - began) / 1000;
  return new Map(
    [...pids].map(([name, pid]) => {
      const { cpu, rss } = usage(pid);
      return [name, { cpu: ((cpu - before.get(name)) / seconds) * 100, rss }];
    }),
  );
}

/** The rows as jobs of one flow. */
async function jobs(rows) {
  const flow = [
    ...needed(rows).map((name) => {
      const { type, eats, properties } = INPUTS[name];
      return component(`input-${name}`, type, fed([eats ?? []].flat()), properties);
    }),
    ...rows.map(({ type, inputs, eaters, properties }) =>
      component(type, type, fed(inputs), properties, eaters),
    ),
  ];
  const installation = await Installation.of(`<flow name="default">${flow.join('')}</flow>`);
  try {
    installation.startWorker();
    const pids = await installation.happy();
    return await measured(new Map(rows.map(({ type }) => [type, pids.get(type)])));
  } finally {
    await installation.end();
  }
}

/** Launch text of a row with its inputs. */
function launchOf({ inputs, launch, muxes, ends }) {
  const all = ends ? launch : `${launch} ! fakesink`;
  if (inputs.length === 0) return all;
  if (!muxes) return `${INPUTS[inputs[0]].launch} ! ${all}`;
  const ways = inputs.map((name) => `${INPUTS[name].launch} ! queue ! ${PARSERS[name] ?? ''} mux.`);
  return `${launch} ! fakesink ${ways.join(' ')}`;
}

/** The rows in gst-launch, and their inputs alone. */
async function launches(rows) {
  const texts = new Map(rows.map((row) => [row.type, launchOf(row)]));
  for (const name of new Set(rows.flatMap(({ inputs }) => inputs)))
    texts.set(`input ${name}`, `${INPUTS[name].launch} ! fakesink`);
  const children = new Map(
    [...texts].map(([name, text]) => [
      name,
      start('gst-launch-1.0', ['-q', ...text.split(/\s+/)], ['ignore', 'ignore', 'inherit']),
    ]),
  );
  try {
    const used = await measured(new Map([...children].map(([name, { pid }]) => [name, pid])));
    const ended = [...children].find(([, { exitCode }]) => exitCode !== null);
    if (ended) throw new Error(`gst-launch ended: ${texts.get(ended[0])}`);
    return used;
  } finally {
    await Promise.all([...children.values()].map((child) => stop(child)));
  }
}

/** The film that is played: ten seconds of the test picture and the tone. */
function makeFilm() {
  const [video, audio] = [INPUTS.video, INPUTS.audio].map(({ launch }) =>
    launch.replace('is-live=true', 'num-buffers=250'),
  );
  const text = `webmmux name=mux ! filesink location=${FILM} ${video} ! vp8enc deadline=1 ! queue ! mux. ${audio.replace('num-buffers=250', 'num-buffers=431')} ! audioconvert ! vorbisenc ! queue ! mux.`;
  execFileSync('gst-launch-1.0', ['-q', ...text.split(/\s+/)], { timeout: 60_000 });
}

function line({ type, inputs }, job, alone) {
  const taken = inputs.reduce((sum, name) => sum + alone.get(`input ${name}`).cpu, 0);
  const own = alone.get(type);
  return {
    component: type,
    'job CPU %': job.get(type).cpu.toFixed(1),
    'gst-launch CPU %': Math.max(0, own.cpu - taken).toFixed(1),
    'job MB': job.get(type).rss.toFixed(0),
    'gst-launch MB': own.rss.toFixed(0),
    'load before': '',
  };
}

const rows = ROWS.filter(
  ({ type }) => positionals.length === 0 || positionals.some((part) => type.includes(part)),
);
if (rows.length === 0) throw new Error(`no component of the table is called ${positionals.join(' or ')}`);
console.log(
  `${SECONDS} s each; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
if (rows.some(({ launch }) => launch.includes(FILM))) makeFilm();
const table = [];
for (let at = 0; at < rows.length; at += TOGETHER) {
  const some = rows.slice(at, at + TOGETHER);
  const load = os.loadavg()[0].toFixed(2);
  const alone = await launches(some);
  const job = await jobs(some);
  table.push(...some.map((row) => ({ ...line(row, job, alone), 'load before': load })));
}
console.table(table);
console.log(
  'CPU: of one core, without what the input costs; a job also takes its feed from a socket and gives it to one',
);
process.exit(0);
