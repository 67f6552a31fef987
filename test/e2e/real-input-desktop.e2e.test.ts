import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pictures, sound, type DecodedPicture, type DecodedSound } from '../support/decode';
import { Desktop } from '../support/desktop';
import { envelope, likeness } from '../support/envelope';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { listened } from '../support/media-seconds';
import { component, planet } from '../support/planets';

const SIZE = { width: 320, height: 240 };
/** Speech that Debian's package alsa-utils ships. */
const RECORDING = '/usr/share/sounds/alsa/Front_Center.wav';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-desktop-'));
const saved = join(folder, 'desktop.ogg');
const desktop = new Desktop(join(folder, 'session'));
let installation: Installation;
let seen: DecodedPicture[];
let heard: DecodedSound;

beforeAll(async () => {
  await desktop.start(SIZE.width, SIZE.height);
  const clock = ['-analog', '-update', '1', '-bw', '0'];
  desktop.run('xclock', [...clock, '-bg', 'red', '-geometry', '160x240+0+0']);
  desktop.run('xclock', [...clock, '-bg', 'blue', '-geometry', '160x240+160+0']);
  // As long as the sound server is there: on a busy machine the flow may come late.
  desktop.run('sh', ['-c', `while paplay ${RECORDING}; do :; done`]);
  const port = await freePort();
  const properties = { ...SIZE, framerate: '10/1', 'show-pointer': 'false' };
  const card = { 'source-element': 'pulsesrc', device: 'speaker.monitor', channels: 1, samplerate: 48_000 };
  const flow = [
    '  <flow name="default">',
    component('screen', 'screencast-producer', { properties }),
    component('sound', 'soundcard-producer', { properties: card }),
    // A listener begins at a keyframe: with one a second it matters little when it comes.
    component('theora', 'theora-encoder', {
      eat: { default: ['screen'] },
      properties: { quality: 48, 'keyframe-maxdistance': 10 },
    }),
    component('vorbis', 'vorbis-encoder', { eat: { default: ['sound'] } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora', 'vorbis'] } }),
    component('http', 'http-streamer', { eat: { default: ['muxer'] }, properties: { port } }),
    '  </flow>',
  ].join('\n');
  installation = await Installation.start({ planet: planet(flow) });
  installation.startWorker('localhost', [], desktop.env);
  await installation.mood('happy', undefined, 40_000);
  const listener = new Listener(`http://127.0.0.1:${String(port)}/`, true);
  await listened(listener, saved, 8);
  listener.close();
  seen = await pictures(saved, { ...SIZE, format: 'rgb24' });
  heard = await sound(saved);
});

afterAll(async () => {
  await installation.dispose();
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Red, green and blue of a pixel. */
function colour({ pixels }: DecodedPicture, x: number, y: number): number[] {
  return [...pixels.subarray((y * SIZE.width + x) * 3, (y * SIZE.width + x) * 3 + 3)];
}

test('the picture is the desktop: each window has its colour in its place', () => {
  expect(seen.length).toBeGreaterThan(5);
  for (const picture of seen) {
    for (const y of [12, 228]) {
      const [red, blue] = [colour(picture, 20, y), colour(picture, 300, y)];
      expect(red[0]).toBeGreaterThan(200);
      expect(red[2]).toBeLessThan(60);
      expect(blue[2]).toBeGreaterThan(200);
      expect(blue[0]).toBeLessThan(60);
    }
  }
});

test('what moves on the desktop moves in the picture', () => {
  const [first, last] = [seen[0], seen.at(-1)];
  let changed = 0;
  for (let at = 0; at < (first?.pixels.length ?? 0); at++) {
    if (Math.abs((first?.pixels[at] ?? 0) - (last?.pixels[at] ?? 0)) > 60) changed++;
  }
  expect(changed).toBeGreaterThan(100);
  expect((last?.time ?? 0) - (first?.time ?? 0)).toBeGreaterThan(4);
});

test('the sound is the recording that plays', async () => {
  expect(heard.samples.length / heard.rate).toBeGreaterThan(4);
  const loudness = envelope(heard);
  expect(Math.max(...loudness)).toBeGreaterThan(0.02);
  const said = envelope(await sound(RECORDING));
  const alike = likeness(loudness, said);
  expect(alike).toBeGreaterThan(0.9);
  // Any words have something in common; the same ones backwards are told from these all the same.
  expect(likeness(loudness, [...said].reverse())).toBeLessThan(alike - 0.1);
});
