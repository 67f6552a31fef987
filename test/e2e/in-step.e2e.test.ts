/** @long Each death is listened to for seven seconds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures, sound } from '../support/decode';
import { beeps, flashes, offsets } from '../support/flash-and-beep';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

const SIZE = { width: 160, height: 120 };
/** Most seconds between a flash and its beep: one picture. */
const IN_STEP = 0.04;
/** The same where nothing was lost: the muxer tolerates 0.02; one that miscounts the first packet of Vorbis is 0.023 off. */
const EXACT = 0.021;

let installation: Installation;
let port: number;

/** On every whole second the picture flashes and the sound beeps. */
function flashAndBeep(to: number): string {
  return [
    '  <flow name="default">',
    component('video', 'videotest-producer', {
      properties: { ...SIZE, framerate: '25/1', flash: 'true' },
    }),
    component('audio', 'audiotest-producer', { properties: { samplerate: 44100, wave: 8 } }),
    component('theora', 'theora-encoder', { eat: { default: ['video'] }, properties: { quality: 30 } }),
    component('vorbis', 'vorbis-encoder', { eat: { default: ['audio'] } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora', 'vorbis'] } }),
    component('http', 'http-streamer', {
      eat: { default: ['muxer'] },
      properties: { port: to, 'burst-on-connect': 'false' },
    }),
    '  </flow>',
  ].join('\n');
}

beforeAll(async () => {
  port = await freePort();
  installation = await Installation.start({ planet: planet(flashAndBeep(port)) });
  installation.startWorker();
  await installation.mood('happy');
});

afterAll(() => installation.dispose());

async function killed(name: string): Promise<void> {
  const id = `/default/${name}`;
  const before = await installation.pid(id);
  process.kill(before, 'SIGKILL');
  await installation.until(
    `${name} is started again`,
    async () => (await installation.pid(id)) !== before,
    10_000,
  );
  await installation.mood('happy');
}

async function passed(seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  await waitUntil(`${String(seconds)} s`, () => Date.now() >= end, 10_000);
}

async function listen(seconds: number): Promise<Listener> {
  const listener = new Listener(`http://127.0.0.1:${String(port)}/`, true);
  await installation.until('the stream', () => listener.bytes > 0, 30_000);
  await passed(seconds);
  return listener;
}

/** How far each beep of some seconds of stream is from its flash: at least three, however long they take to come. */
async function apart(name: string): Promise<readonly number[]> {
  // The gap that the kill made is over.
  (await listen(2)).close();
  const listener = await listen(5);
  let found = await measured(name, listener.data);
  for (let more = 0; found.length < 3 && more < 10; more++) {
    await passed(1);
    found = await measured(name, listener.data);
  }
  listener.close();
  return found;
}

async function measured(name: string, stream: Buffer): Promise<readonly number[]> {
  const file = join(installation.folder, `${name}.ogg`);
  writeFileSync(file, stream);
  const shown = await pictures(file, SIZE);
  const heard = await sound(file);
  const last = Math.min(shown.at(-1)?.time ?? 0, heard.start + heard.samples.length / heard.rate);
  const first = Math.max(shown[0]?.time ?? 0, heard.start);
  const inner = flashes(shown).filter((time) => time > first + 0.1 && time < last - 0.1);
  return offsets(inner, beeps(heard));
}

async function expectInStep(name: string, limit: number): Promise<void> {
  const found = await apart(name);
  expect(found.length).toBeGreaterThan(2);
  expect(found.filter((offset) => Math.abs(offset) > limit)).toEqual([]);
}

test('picture and sound are in step', async () => {
  await expectInStep('start', EXACT);
});

test.each(['video', 'audio', 'theora vorbis', 'muxer', 'video audio theora muxer'])(
  'picture and sound are in step after %s were killed',
  async (names) => {
    for (const name of names.split(' ')) await killed(name);
    await expectInStep(names.replaceAll(' ', '-'), IN_STEP);
  },
);
