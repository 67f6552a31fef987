/**
 * Resident memory of jobs: of each job of a flow with GStreamer beside the same pipeline in gst-launch-1.0, and of jobs
 * that work without GStreamer. Each figure is read after some seconds of streaming; shared pages count in every process.
 *
 *   node test/bench/memory.bench.mjs [SECONDS]
 */
import os from 'node:os';
import path from 'node:path';
import { component, Installation } from './installation.mjs';
import { freePort, start, stop, usage, work } from './processes.mjs';

const SECONDS = Number(process.argv[2] ?? 15);
/** MB a job may need beside its pipeline, and a job without one. */
const GSTREAMER_JOB = 80;
const PLAIN_JOB = 60;

const VIDEO = 'video/x-raw,format=I420,width=640,height=360,framerate=25/1';
const OVERLAY = 'videoconvert ! textoverlay text=Flumotion ! clockoverlay';

/** The part of the chain that makes a job's input runs in gst-launch too, so the difference is on the safe side. */
const PIPELINES = {
  producer: `videotestsrc is-live=true pattern=18 ! ${VIDEO} ! fakesink`,
  overlay: `videotestsrc is-live=true pattern=18 ! ${VIDEO} ! ${OVERLAY} ! fakesink`,
  encoder: `videotestsrc is-live=true pattern=18 ! ${VIDEO} ! videoconvert ! theoraenc ! fakesink`,
  audio: 'audiotestsrc is-live=true ! audioconvert ! fakesink',
  vorbis: 'audiotestsrc is-live=true ! audioconvert ! vorbisenc ! fakesink',
  muxer: `videotestsrc is-live=true pattern=18 ! ${VIDEO} ! theoraenc ! queue ! oggmux name=mux ! fakesink
    audiotestsrc is-live=true ! audioconvert ! vorbisenc ! queue ! mux.`,
};
/** Of these the whole pipeline is known only with what feeds it, which needs more than they do. */
const ROUGH = new Set(['muxer']);

function planet(port) {
  return `<flow name="default">${[
    component('producer', 'videotest-producer', [], { width: 640, height: 360, pattern: 18 }),
    component('overlay', 'overlay-converter', ['producer'], {
      ...{ 'show-text': true, text: 'Flumotion', 'show-clock': true },
    }),
    component('encoder', 'theora-encoder', ['overlay'], { 'keyframe-maxdistance': 50, speed: 2 }),
    component('audio', 'audiotest-producer'),
    component('vorbis', 'vorbis-encoder', ['audio']),
    component('muxer', 'ogg-muxer', ['encoder', 'vorbis']),
    component('streamer', 'http-streamer', ['muxer'], { port, interface: '127.0.0.1' }),
    component('disk', 'disk-consumer', ['muxer'], { directory: path.join(work, 'recordings') }),
  ].join('')}</flow>`;
}

const settle = () => new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));

async function jobs() {
  const installation = await Installation.of(planet(await freePort()));
  try {
    installation.startWorker();
    const pids = await installation.happy();
    await settle();
    const all = new Map([...pids].map(([name, pid]) => [name, usage(pid).rss]));
    return all
      .set('worker', usage(installation.worker.pid).rss)
      .set('manager', usage(installation.manager.pid).rss);
  } finally {
    await installation.end();
  }
}

/** All pipelines at once: memory does not depend on how fast they go. */
async function launches() {
  const children = Object.entries(PIPELINES).map(([name, text]) => [
    name,
    start('gst-launch-1.0', ['-q', ...text.split(/\s+/)], ['ignore', 'ignore', 'inherit']),
  ]);
  await settle();
  const all = new Map(children.map(([name, { pid }]) => [name, usage(pid).rss]));
  await Promise.all(children.map(([, child]) => stop(child)));
  return all;
}

console.log(
  `after ${SECONDS} s; ${os.cpus().length} cores (${os.cpus()[0]?.model}), Linux ${os.release()}, Node ${process.version}`,
);
const alone = await launches();
const used = await jobs();
const rows = [...used].map(([name, rss]) => {
  const own = alone.get(name);
  const row = { process: name, 'RSS MB': rss.toFixed(0) };
  if (own === undefined) return { ...row, 'aimed at MB': /worker|manager/.test(name) ? '-' : `${PLAIN_JOB}` };
  const more = `${(rss - own).toFixed(0)}${ROUGH.has(name) ? ' (with its encoders)' : ''}`;
  return { ...row, 'gst-launch MB': own.toFixed(0), more, 'aimed at MB': `${GSTREAMER_JOB} more` };
});
console.table(rows);
process.exit(0);
