/** What the benchmarks of http-streamer share: recorded feeds, the server with its feed, and listeners. */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { familyUsage, freePort, HERE, ROOT, run, start, until, work } from './processes.mjs';

/** Milliseconds for which http-streamer gathers, as it does when nobody says otherwise. */
export const FLUSH_INTERVAL = 250;

/** Records a real feed of so many seconds and kbit/s: Theora and Vorbis in Ogg, or Vorbis alone. */
export function recordFeed(seconds, kilobits, { video = true } = {}) {
  const file = path.join(work, `feed-${kilobits}-${seconds}.gdp`);
  const sound = `audiotestsrc wave=pink-noise num-buffers=${Math.ceil((seconds * 44100) / 1024)} ! audio/x-raw,rate=44100,channels=${video ? 2 : 1}
    ! audioconvert ! vorbisenc bitrate=${(video ? 96 : kilobits) * 1000} managed=${!video} ! queue ! mux.`;
  const pictures = `videotestsrc pattern=snow num-buffers=${seconds * 25} ! video/x-raw,width=320,height=240,framerate=25/1
    ! theoraenc bitrate=${kilobits - 100} keyframe-force=50 speed-level=3 rate-buffer=25 ! queue ! mux.`;
  const text = `oggmux name=mux max-delay=100000000 max-page-delay=100000000 ! gdppay ! filesink location=${file}
    ${sound} ${video ? pictures : ''}`;
  run('gst-launch-1.0', ['-q', ...text.trim().split(/\s+/)]);
  return file;
}

/** Plays a recorded feed in real time, see feed-player.mjs. */
export function player(file, ...args) {
  return start(
    process.execPath,
    [path.join(HERE, 'feed-player.mjs'), file, ...args],
    ['ignore', 'pipe', 'inherit'],
  );
}

/** The next line that a process prints. */
export const nextLine = (child) =>
  new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));

/**
 * Starts http-streamer as a process of its own.
 * @param socket unix socket of the feed.
 * @param flags for Node. @param cpu the one core it may use; any when left out.
 */
export function startStreamer(port, socket, properties, { flags = [], cpu } = {}) {
  const given = { port, interface: '127.0.0.1', 'flush-interval': FLUSH_INTERVAL, ...properties };
  const hook = path.join(ROOT, 'test/support/typescript-hook.cjs');
  const script = path.join(HERE, 'listeners-streamer.ts');
  const command = [
    process.execPath,
    ...flags,
    '--conditions=source',
    '-r',
    hook,
    script,
    JSON.stringify(given),
  ];
  const [program, ...args] = cpu === undefined ? command : ['taskset', '-c', String(cpu), ...command];
  return start(program, [...args, socket], ['ignore', 'pipe', 'inherit']);
}

/** Starts http-streamer with a recorded feed that begins now, and waits until it has a stream to give. */
export async function streamFeed(feed, properties, options) {
  const port = await freePort();
  const socket = path.join(work, `socket-${port}`);
  const source = player(feed, 'gdp', socket);
  await nextLine(source);
  const server = startStreamer(port, socket, properties, options);
  await ready(port, '/');
  return { port, source, server };
}

/** Waits until a stream can be had. */
export const ready = (port, mount) =>
  until(`the stream on port ${port}`, async () => {
    const abort = new AbortController();
    const status = await fetch(`http://127.0.0.1:${port}${mount}`, { signal: abort.signal }).then(
      (answer) => answer.status,
      () => 0,
    );
    abort.abort();
    return status === 200;
  });

/**
 * Lets listeners in and measures a server while they are served.
 * @param load the compiled listeners-load. @param cpu the one core the listeners may use.
 */
export function measure(load, { port, mount = '/', listeners, settle, seconds, pid, cpu }) {
  return new Promise((resolve, reject) => {
    const command = [load, ...[port, mount, listeners, settle, seconds].map(String)];
    const [program, ...args] = cpu === undefined ? command : ['taskset', '-c', String(cpu), ...command];
    const child = start(program, args, ['ignore', 'pipe', 'inherit']);
    let before;
    let after;
    let joined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('joined')) joined = Number(line.split(' ')[2]);
      else if (line === 'start') before = familyUsage(pid);
      else if (line === 'end') after = familyUsage(pid);
      else resolve({ ...JSON.parse(line), joined, cpu: after.cpu - before.cpu, rss: after.rss });
    });
    child.on('exit', () => reject(new Error('the listeners ended without a result')));
  });
}

/** CPU seconds for each delivered GB. */
export const perGb = ({ bytes }, cpu) => cpu / (bytes / 1e9);
