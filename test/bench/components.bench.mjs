/**
 * CPU and memory of single components: the job of each encoder, converter and muxer beside gst-launch-1.0 with the same
 * elements and settings. Both are fed live by the same test picture and tone, 640x360 with 25 pictures a second and
 * 44100 Hz. The gst-launch of a row makes its input too; what the input costs is measured in a process of its own and
 * taken off its CPU, not off its memory.
 *
 *   node test/bench/components.bench.mjs [NAME …] [--seconds N]
 *
 * Rows whose type contains a NAME are measured, all without one. The rows are in component-table.mjs.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { INPUTS, PARSERS, ROWS } from './component-table.mjs';
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
    if (INPUTS[name].eats) add(INPUTS[name].eats);
    all.add(name);
  };
  for (const { inputs } of rows) inputs.forEach(add);
  return [...all];
}

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
      return component(`input-${name}`, type, eats ? [`input-${eats}`] : [], properties);
    }),
    ...rows.map(({ type, inputs, properties }) =>
      component(
        type,
        type,
        inputs.map((name) => `input-${name}`),
        properties,
      ),
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
function launchOf({ inputs, launch, muxes }) {
  if (!muxes) return `${INPUTS[inputs[0]].launch} ! ${launch} ! fakesink`;
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

function line({ type, inputs }, job, alone) {
  const fed = inputs.reduce((sum, name) => sum + alone.get(`input ${name}`).cpu, 0);
  const own = alone.get(type);
  return {
    component: type,
    'job CPU %': job.get(type).cpu.toFixed(1),
    'gst-launch CPU %': Math.max(0, own.cpu - fed).toFixed(1),
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
