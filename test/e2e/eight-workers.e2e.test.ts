import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bufferTimes, jumps } from '../support/buffer-times';
import { codecs, pictures, sound, type DecodedPicture } from '../support/decode';
import { eightWorkers, WORKERS, type EightWorkers } from '../support/eight-workers';
import { beeps, brightness, flashes, offsets } from '../support/flash-and-beep';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { listened, mediaSeconds } from '../support/media-seconds';

/** Size at which pictures are looked at: half of the sample's. */
const SIZE = { width: 320, height: 180 };
/** Where the sample's text stands at that size. */
const TEXT = { left: 3, top: 3, right: 120, bottom: 20 };
const FRAME = 1 / 25;

const folder = mkdtempSync(join(tmpdir(), 'flumotion-eight-'));
const recordings = join(folder, 'recordings');
const saved = (name: string): string => join(folder, `${name}.ogg`);
const recorded = (name: string): string[] =>
  readdirSync(recordings)
    .filter((file) => file.startsWith(`${name}.`))
    .map((file) => join(recordings, file));

let installation: Installation;
let planet: EightWorkers;
/** Pictures of the stream of worker five. */
let seen: DecodedPicture[];
/** Time in that stream at which the text was turned off, in seconds; the overlay did it before this. */
let untilText: number;

beforeAll(async () => {
  planet = await eightWorkers(recordings);
  installation = await Installation.start({ planet: planet.xml });
  for (const name of WORKERS) installation.startWorker(name);
  await installation.mood('happy', undefined, 60_000);
  const { av, audio, video } = planet;
  const listeners = {
    av: new Listener(av, true),
    audio: new Listener(audio, true),
    video: new Listener(video, true),
  };
  await listened(listeners.av, saved('before'), 6);
  untilText = (await pictures(saved('before'), SIZE)).at(-1)?.time ?? NaN;
  const off = '/api/components/default/overlay-video/properties/show-text';
  const answer = await installation.call('PUT', off, { value: false });
  if (answer.status !== 200) throw new Error(answer.body);
  const enough = (await mediaSeconds(saved('before'))) + 5;
  for (const name of ['av', 'audio', 'video'] as const) {
    await listened(listeners[name], saved(name), enough);
    listeners[name].close();
    const stopped = await installation.call('POST', `/api/components/default/disk-${name}/stop`);
    if (stopped.status !== 200) throw new Error(stopped.body);
  }
  await installation.mood('sleeping', ['/default/disk-av', '/default/disk-audio', '/default/disk-video']);
  seen = await pictures(saved('av'), SIZE);
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['av', ['theora', 'vorbis']],
  ['audio', ['vorbis']],
  ['video', ['theora']],
])('the stream and the recording of %s have the tracks %s', async (name, tracks) => {
  expect(await codecs(saved(name))).toEqual(tracks);
  const files = recorded(name);
  expect(files).toHaveLength(1);
  for (const file of files) expect(await codecs(file)).toEqual(tracks);
});

test.each([
  ['av', 'theoradec'],
  ['video', 'theoradec'],
  ['av', 'vorbisdec'],
  ['audio', 'vorbisdec'],
] as const)('the times of %s as %s shows them have no jump, live and recorded', async (name, decoder) => {
  for (const file of [saved(name), ...recorded(name)]) {
    const times = await bufferTimes(file, decoder);
    const [first, last] = [times[0], times.at(-1)];
    expect((last?.pts ?? 0) - (first?.pts ?? 0)).toBeGreaterThan(8);
    expect(jumps(times)).toEqual([]);
  }
});

test('flash and beep are within 40 ms of each other, in the stream and in the recording', async () => {
  for (const file of [saved('av'), ...recorded('av')]) {
    const flashing = flashes(file === saved('av') ? seen : await pictures(file, SIZE));
    const apart = inner(flashing);
    expect(apart.length).toBeGreaterThan(5);
    for (const offset of offsets(apart, beeps(await sound(file)))) {
      expect(Math.abs(offset)).toBeLessThanOrEqual(FRAME);
    }
  }
});

test('the text stands in the picture, and is gone when it is turned off', () => {
  const shown = seen.filter(({ time }) => time <= untilText - 1);
  const hidden = seen.filter(({ time }) => time >= untilText + 2);
  for (const part of [shown, hidden]) {
    expect(part.filter((picture) => brightness(picture) < 100).length).toBeGreaterThan(0);
  }
  expect(steadyBright(shown)).toBeGreaterThan(100);
  expect(steadyBright(hidden)).toBe(0);
});

test('feeds between workers go over TCP, and within a worker they do not', async () => {
  const components = await installation.components();
  const workers = new Map(components.map(({ id, worker }) => [id, worker]));
  const crossing = components.flatMap(({ id, worker, eaters = [] }) =>
    eaters
      .filter(({ feed }) => workers.get(feed.replace(/:.*/, '')) !== worker)
      .map(({ feed }) => ({ id, feed })),
  );
  const offered = components.flatMap(({ id, feeders = [] }) =>
    feeders.filter(({ port }) => port !== undefined).map(({ feeder }) => `${id}:${feeder}`),
  );
  expect(crossing.length).toBeGreaterThan(8);
  expect([...new Set(crossing.map(({ feed }) => feed))].sort()).toEqual(offered.sort());
});

/** Pixels of the text's place that are bright in every dark picture: those of the letters. */
function steadyBright(list: readonly DecodedPicture[]): number {
  const dark = list.filter((picture) => brightness(picture) < 100);
  let count = 0;
  for (let y = TEXT.top; y < TEXT.bottom; y++) {
    for (let x = TEXT.left; x < TEXT.right; x++) {
      if (dark.every(({ pixels }) => (pixels[y * SIZE.width + x] ?? 0) > 120)) count++;
    }
  }
  return count;
}

/** Without the first and the last: a stream may begin or end between flash and beep. */
function inner(times: readonly number[]): readonly number[] {
  return times.slice(1, -1);
}
