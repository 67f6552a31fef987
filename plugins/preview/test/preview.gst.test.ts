import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Desktop } from '../../../test/support/desktop';
import { gstLaunch } from '../../../test/support/gst-launch';
import { peak, pitch, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import preview from '../src';

const [WIDTH, HEIGHT] = [400, 300];
const PICTURE =
  'videotestsrc is-live=true pattern=white ! video/x-raw,format=I420,width=160,height=120,framerate=10/1';
const OGG = `${PICTURE} ! theoraenc ! oggmux max-delay=0 max-page-delay=0`;
const TONE = 'audiotestsrc is-live=true ! audio/x-raw,rate=44100,channels=1';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-preview-'));
const desktop = new Desktop(folder);
let played: Played | undefined;

beforeAll(async () => {
  await desktop.start(WIDTH, HEIGHT);
});
afterAll(async () => {
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

/** The screen and the loudspeaker of the test. */
const HERE = (): Record<string, string> => ({
  display: desktop.env['DISPLAY'] ?? '',
  server: desktop.env['PULSE_SERVER'] ?? '',
});

async function play(source: string, properties: PlayOptions['properties'] = {}): Promise<Played> {
  played = await playComponent(preview, {
    properties: { ...HERE(), ...properties },
    inputs: { default: source },
  });
  return played;
}

/** How many pixels of the screen are white. */
async function whitePixels(): Promise<number> {
  const { child, bytes } = gstLaunch(
    `ximagesrc display-name=${desktop.env['DISPLAY'] ?? ''} show-pointer=false num-buffers=1 ! videoconvert ` +
      '! video/x-raw,format=GRAY8 ! fdsink fd=1',
  );
  await new Promise((resolve) => child.once('close', resolve));
  const shot = bytes();
  expect(shot.length).toBe(WIDTH * HEIGHT);
  return shot.reduce((count, luma) => count + (luma > 230 ? 1 : 0), 0);
}

test.each([
  ['raw pictures', PICTURE],
  ['an Ogg stream', OGG],
])('%s are shown in a window, which closes with the component', async (_, source) => {
  const empty = await whitePixels();
  const component = await play(source);
  await waitUntil(
    'a white picture on the screen',
    async () => (await whitePixels()) > empty + 160 * 120 * 0.9,
    20_000,
  );
  await waitUntil('a happy component', () => component.state.mood === 'happy');
  await component.stop();
  played = undefined;
  await waitUntil('an empty screen', async () => (await whitePixels()) < empty + 100, 10_000);
});

/** A tenth of a second of what the loudspeaker plays. */
async function heard(): Promise<Float32Array> {
  const server = desktop.env['PULSE_SERVER'] ?? '';
  const { child, bytes } = gstLaunch(
    `pulsesrc server=${server} device=speaker.monitor num-buffers=10 ! audioconvert ! audioresample ` +
      '! audio/x-raw,format=S16LE,rate=44100,channels=1 ! fdsink fd=1',
  );
  await new Promise((resolve) => child.once('close', resolve));
  return samples(bytes());
}

test('sound is played', async () => {
  const component = await play(TONE, { show: 'sound' });
  let sound = await heard();
  await waitUntil(
    'the tone at the loudspeaker',
    async () => {
      sound = await heard();
      return peak(sound) > 0.1 && Math.abs(pitch(sound, 44_100) - 440) < 20;
    },
    20_000,
  );
  await waitUntil('a happy component', () => component.state.mood === 'happy');
});

test('picture and sound of one stream are shown together', async () => {
  const both = `${PICTURE} ! theoraenc ! queue ! oggmux name=mux max-delay=0 max-page-delay=0 ${TONE} ! vorbisenc ! queue ! mux. mux.`;
  const component = await play(both, { show: 'both' });
  await waitUntil('a white picture', async () => (await whitePixels()) > 160 * 120 * 0.9, 20_000);
  await waitUntil('a happy component', () => component.state.mood === 'happy');
});

test('without a screen the component is sad and says what to do', async () => {
  const component = await play(PICTURE, { display: ':4711' });
  await waitUntil('a sad component', () => component.state.mood === 'sad', 10_000);
  expect(component.state.messages).toContainEqual(expect.objectContaining({ id: 'no-display' }));
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(preview, { inputs: { default: PICTURE }, properties: HERE() });
});
