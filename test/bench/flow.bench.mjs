/**
 * What it costs to cut a chain into components: test picture, overlay, Theora and Ogg at 720p25 as four jobs that feed
 * each other, beside the same elements with the same settings in one gst-launch-1.0 process. Both run live and take
 * turns; the pictures that come out are counted, so a busy machine that makes one of them late does not spoil the
 * comparison.
 *
 *   node test/bench/flow.bench.mjs [SECONDS [ROUNDS [together]]]
 */
import http from 'node:http';
import os from 'node:os';
import { component, Installation } from './installation.mjs';
import { OggFrames } from './ogg-frames.mjs';
import { freePort, start, stop, usage } from './processes.mjs';

const SECONDS = Number(process.argv[2] ?? 20);
const ROUNDS = Number(process.argv[3] ?? 2);
/** Whether both run at the same time instead of in turn, for a machine that others use. */
const TOGETHER = process.argv[4] === 'together';
/** Seconds each chain runs before it is measured: a process of Node tidies up after its start for about ten. */
const SETTLE = 12;
/** SMPTE bars with a patch of snow. */
const PATTERN = 0;
const TEXT = 'Flumotion';
/** A quality rather than a bit rate: an encoder with a bit rate leaves pictures out. */
const QUALITY = 40;
const KEYFRAMES = 50;
const SPEED = 2;

/** The jobs whose elements are those of the single process. */
const CHAIN = ['producer', 'overlay', 'encoder', 'muxer'];

/** What a consumer needs is counted apart: the chain's fakesink costs nothing. */
function planet(port) {
  return `<flow name="default">${[
    component('producer', 'videotest-producer', [], {
      ...{ width: 1280, height: 720, framerate: '25/1', pattern: PATTERN },
    }),
    component('overlay', 'overlay-converter', ['producer'], {
      ...{ 'show-text': true, text: TEXT, 'show-clock': true },
    }),
    component('encoder', 'theora-encoder', ['overlay'], {
      ...{ quality: QUALITY, 'keyframe-maxdistance': KEYFRAMES, speed: SPEED },
    }),
    component('muxer', 'ogg-muxer', ['encoder']),
    component('streamer', 'http-streamer', ['muxer'], { port, interface: '127.0.0.1' }),
  ].join('')}</flow>`;
}

const LAUNCH = `videotestsrc is-live=true pattern=${PATTERN}
  ! video/x-raw,format=I420,width=1280,height=720,framerate=25/1,pixel-aspect-ratio=1/1
  ! videoconvert
  ! textoverlay text=${TEXT} auto-resize=false xpad=6 ypad=6 valignment=top halignment=left font-desc=sans,22
  ! clockoverlay auto-resize=false xpad=6 ypad=6 valignment=top halignment=right font-desc=sans,22
  ! video/x-raw ! videoconvert ! theoraenc keyframe-auto=false keyframe-force=32768 rate-buffer=96
    quality=${QUALITY} keyframe-freq=${KEYFRAMES} speed-level=${SPEED}
  ! oggmux max-page-delay=100000000 ! fdsink fd=1`;

const seconds = (count) => new Promise((resolve) => setTimeout(resolve, count * 1000));

/** CPU milliseconds a picture of each process, over the measured time. */
async function spent(pids, frames) {
  await seconds(SETTLE);
  const [first, before] = [frames.frames, new Map([...pids].map(([name, pid]) => [name, usage(pid).cpu]))];
  await seconds(SECONDS);
  const count = frames.frames - first;
  const cost = ([name, pid]) => [name, ((usage(pid).cpu - before.get(name)) * 1000) / count];
  return { count, each: new Map([...pids].map(cost)) };
}

async function components() {
  const port = await freePort();
  const installation = await Installation.of(planet(port));
  try {
    installation.startWorker();
    const pids = await installation.happy();
    pids.set('worker', installation.worker.pid).set('manager', installation.manager.pid);
    const frames = new OggFrames();
    http
      .get({ port, agent: false }, (answer) => answer.on('data', (chunk) => frames.write(chunk)))
      .on('error', () => undefined);
    return await spent(pids, frames);
  } finally {
    await installation.end();
  }
}

async function single() {
  const child = start('gst-launch-1.0', ['-q', ...LAUNCH.split(/\s+/)], ['ignore', 'pipe', 'inherit']);
  const frames = new OggFrames();
  child.stdout.on('data', (chunk) => frames.write(chunk));
  const used = await spent(new Map([['gst-launch', child.pid]]), frames);
  await stop(child);
  return used;
}

console.log(
  `720p25 for ${SECONDS} s; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
const rows = [];
for (let round = 1; round <= ROUNDS; round++) {
  const load = os.loadavg()[0].toFixed(2);
  const [one, jobs] = TOGETHER
    ? await Promise.all([single(), components()])
    : [await single(), await components()];
  const own = one.each.get('gst-launch');
  const four = CHAIN.reduce((sum, name) => sum + jobs.each.get(name), 0);
  const each = [...CHAIN, 'streamer', 'worker', 'manager'].map((name) => [
    name,
    jobs.each.get(name).toFixed(2),
  ]);
  rows.push({
    'load before': load,
    pictures: `${one.count}, ${jobs.count}`,
    'gst-launch ms': own.toFixed(2),
    'four jobs ms': four.toFixed(2),
    times: (four / own).toFixed(3),
    ...Object.fromEntries(each),
  });
}
console.table(rows);
console.log(
  'ms: CPU time a picture; times: four jobs against gst-launch, aimed at 1.15; streamer, worker and manager are not in it',
);
process.exit(0);
