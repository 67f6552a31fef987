/** @alone It measures how long a listener hears nothing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OggChecker } from '../../core/src/tester/ogg';
import { intervals, pictures, type DecodedPicture } from '../support/decode';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component, planet } from '../support/planets';

const WHITE = 3;
const GREEN = 5;
const ONAIR = '/default/onair';

let installation: Installation;
let listener: Listener;

function flow(port: number): string {
  const picture = (pattern: number, width: number, height: number): Record<string, string | number> => ({
    ...{ width, height, pattern, framerate: '15/1' },
  });
  return [
    '  <flow name="default">',
    component('camera', 'videotest-producer', { properties: picture(WHITE, 160, 120) }),
    component('microphone', 'audiotest-producer', { properties: { frequency: 1000 } }),
    // Another size and another rate, which what follows must not see.
    component('spare-camera', 'videotest-producer', { properties: picture(GREEN, 96, 72) }),
    component('spare-microphone', 'audiotest-producer', {
      properties: { frequency: 400, samplerate: 22_050 },
    }),
    component('onair', 'fallback-switch', {
      eat: {
        'video-primary': ['camera'],
        'audio-primary': ['microphone'],
        'video-backup': ['spare-camera'],
        'audio-backup': ['spare-microphone'],
      },
      properties: {
        ...{ 'video-width': 160, 'video-height': 120, 'video-framerate': '15/1', 'audio-channels': 1 },
        ...{ 'lost-after': 700, 'hold-time': 3 },
      },
    }),
    component('theora', 'theora-encoder', {
      eat: { default: ['onair:video'] },
      properties: { bitrate: 200_000, 'keyframe-maxdistance': 15 },
    }),
    component('vorbis', 'vorbis-encoder', { eat: { default: ['onair:audio'] } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora', 'vorbis'] } }),
    component('http', 'http-streamer', {
      eat: { default: ['muxer'] },
      properties: { port, 'mount-point': '/', 'burst-on-connect': 'true', 'burst-time': 1 },
    }),
    '  </flow>',
  ].join('\n');
}

async function onAir(name: string): Promise<void> {
  await installation.until(
    `${name} on air`,
    async () => (await installation.component(ONAIR)).stats?.['active-eater'] === name,
    20_000,
  );
}

/** Waits for two more seconds of stream at least. */
async function flowing(): Promise<void> {
  const before = listener.bytes;
  await installation.until('bytes flow', () => listener.bytes > before + 12_000, 20_000);
}

beforeAll(async () => {
  const port = await freePort();
  installation = await Installation.start({ planet: planet(flow(port)) });
  installation.startWorker();
  await installation.mood('happy');
  await onAir('primary');
  listener = new Listener(`http://127.0.0.1:${String(port)}/`, true);
  await installation.until('the first bytes', () => listener.bytes > 12_000, 20_000);
});

afterAll(async () => {
  listener.close();
  await installation.dispose();
});

test('the job of the primary is killed: the spare is on air at once, and the primary again when it is back', async () => {
  listener.resetGap();
  process.kill(await installation.pid('/default/camera'), 'SIGKILL');
  await onAir('backup');
  await flowing();
  await onAir('primary');
  await flowing();
  expect(listener.ended).toBeUndefined();
  expect(listener.worstGap).toBeLessThan(4000);
});

test('the job of the primary stands still: the spare is on air, and a warning says why', async () => {
  const pid = await installation.pid('/default/camera');
  listener.resetGap();
  process.kill(pid, 'SIGSTOP');
  try {
    await onAir('backup');
    await flowing();
    const { messages, mood } = await installation.component(ONAIR);
    expect(messages?.map(({ text }) => text)).toContain('primary is not on air, backup is on air');
    expect(mood).toBe('happy');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await onAir('primary');
  await flowing();
  expect(listener.ended).toBeUndefined();
  expect(listener.worstGap).toBeLessThan(5000);
});

test('both stand still: the listener sees black, and then the primary again', async () => {
  const pids = await Promise.all(
    ['camera', 'spare-microphone'].map((name) => installation.pid(`/default/${name}`)),
  );
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    await onAir('none');
    await flowing();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
  await onAir('primary');
  await flowing();
});

test('what the listener got is one stream without a break, in which each source is seen', async () => {
  listener.close();
  const check = new OggChecker();
  for (const chunk of listener.chunks) check.push(chunk);
  expect(check.problems).toEqual([]);
  const file = join(installation.folder, 'listener.ogg');
  writeFileSync(file, listener.data);
  const seen = await pictures(file, { width: 16, height: 12, format: 'gray' });
  const light = ({ pixels }: DecodedPicture): number =>
    pixels.reduce((sum, one) => sum + one, 0) / pixels.length;
  const shades = seen.map((picture) => {
    const value = light(picture);
    if (value > 200) return 'white';
    return value < 50 ? 'black' : 'green';
  });
  const scenes = shades.filter((shade, at) => shade !== shades[at - 1]);
  // What the streamer keeps may reach back to before the primary had come.
  expect(scenes.join(' ')).toMatch(
    /^(black )?(green )?white green white green white( green)? black( green)? white$/,
  );
  // The decoder leaves repeated pictures out, so a picture that stood is a longer interval, never one that goes back.
  expect(intervals(seen).filter((interval) => interval <= 0)).toEqual([]);
});
