/** @long Whole planets go and come back. */
import { join } from 'node:path';
import { codecs, pictures } from '../support/decode';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { listened } from '../support/media-seconds';
import { component, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

const SECRET = 'correct horse';
const id = (name: string): string => `/default/${name}`;
const flow = (...components: readonly string[]): string =>
  planet(['  <flow name="default">', ...components, '  </flow>'].join('\n'));

let village: Installation;
let city: Installation;
let listener: Listener;
let web: number;

beforeAll(async () => {
  const link = await freePort();
  web = await freePort();
  const way = { host: '127.0.0.1', port: link, password: SECRET, 'max-reconnection-delay': 1 };
  // Two planets: each has a manager, a worker and passwords of its own.
  [village, city] = await Promise.all([
    Installation.start({
      planet: flow(
        component('video', 'videotest-producer', {
          properties: { width: 160, height: 120, framerate: '10/1', pattern: 18 },
        }),
        component('theora', 'theora-encoder', {
          eat: { default: ['video'] },
          properties: { bitrate: 200_000, 'keyframe-maxdistance': 10 },
        }),
        component('muxer', 'ogg-muxer', { eat: { default: ['theora'] } }),
        component('to-the-city', 'fgdp-consumer', { eat: { default: ['muxer'] }, properties: way }),
      ),
    }),
    Installation.start({
      planet: flow(
        component('from-the-village', 'fgdp-producer', { properties: way }),
        component('http', 'http-streamer', {
          eat: { default: ['from-the-village'] },
          properties: { port: web, 'mount-point': '/' },
        }),
      ),
    }),
  ]);
  village.startWorker();
  city.startWorker();
  await Promise.all([village.mood('happy', undefined, 30_000), city.mood('happy', undefined, 30_000)]);
  listener = new Listener(`http://127.0.0.1:${String(web)}/`);
  await waitUntil('the first bytes', () => listener.bytes > 10_000, 15_000);
});

afterAll(async () => {
  listener.close();
  await Promise.all([village.dispose(), city.dispose()]);
});

/** What a listener that comes now sees of the village, in the city. */
async function expectPictures(name: string): Promise<void> {
  const late = new Listener(`http://127.0.0.1:${String(web)}/`, true);
  const file = join(city.folder, `${name}.ogg`);
  try {
    await listened(late, file, 1.5);
  } finally {
    late.close();
  }
  expect(await codecs(file)).toEqual(['theora']);
  const seen = await pictures(file, { width: 16, height: 12 });
  expect(seen.length).toBeGreaterThan(10);
  expect(Math.max(...(seen.at(-1)?.pixels ?? []))).toBeGreaterThan(100);
  const times = seen.map(({ time }) => time);
  expect(times).toEqual([...times].sort((one, other) => one - other));
}

async function flowing(): Promise<void> {
  const before = listener.bytes;
  await city.until('bytes flow', () => listener.bytes > before + 10_000, 20_000);
}

async function kill(planet: Installation, name: string): Promise<void> {
  const before = await planet.pid(id(name));
  process.kill(before, 'SIGKILL');
  await planet.until(`${name} is started again`, async () => (await planet.pid(id(name))) !== before, 20_000);
}

test('the stream of one planet is seen on the other', async () => {
  await expectPictures('begin');
  expect((await village.component(id('to-the-city'))).stats).toMatchObject({ connections: 1 });
});

test.each([
  ['sends', () => village, 'to-the-city'],
  ['receives', () => city, 'from-the-village'],
])('the end that %s is killed and returns; listeners stay', async (_, planet, name) => {
  await kill(planet(), name);
  await Promise.all([village.mood('happy', undefined, 30_000), city.mood('happy', undefined, 30_000)]);
  await flowing();
  expect(listener.ended).toBeUndefined();
  await expectPictures(name);
});

test('the whole village goes and comes back: the city waits meanwhile, and listeners stay', async () => {
  const [worker, manager] = [village.workers.get('localhost'), village.manager];
  manager?.kill('SIGKILL');
  worker?.kill('SIGKILL');
  for (const pid of village.jobs()) process.kill(pid, 'SIGKILL');
  await Promise.all([manager?.end(), worker?.end()]);
  await city.mood('waking', [id('from-the-village')], 30_000);
  expect((await city.component(id('from-the-village'))).reason).toContain('no connection with 127.0.0.1');

  await village.startManager();
  village.startWorker();
  await Promise.all([village.mood('happy', undefined, 40_000), city.mood('happy', undefined, 40_000)]);
  await flowing();
  expect(listener.ended).toBeUndefined();
  await expectPictures('back');
});
