import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sound } from '../../../test/support/decode';
import { pitch } from '../../../test/support/media-content';
import { playComponent, type Played } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import { icyStreamer } from '../src';
import { icyBody } from './icy-body';
import { answered, get, stopAll } from './rig';

let played: Played | undefined;
afterEach(async () => {
  await stopAll();
  await played?.stop();
  played = undefined;
});

const TONE =
  'audiotestsrc is-live=true freq=500 ! audio/x-raw,rate=44100,channels=1 ! taginject tags=title=Tone,genre=Jazz';
const MP3 = `${TONE} ! lamemp3enc target=bitrate bitrate=64 cbr=true ! mpegaudioparse`;
const AAC = `${TONE} ! avenc_aac bitrate=64000 ! aacparse ! audio/mpeg,stream-format=adts`;
const properties = { port: 0, interface: '127.0.0.1', 'frame-size': 64, 'metadata-interval': 0.2 };
const portOf = ({ state }: Played): number => Number(/:(\d+)\//.exec(String(state.stats['stream-url']))?.[1]);

test.each([
  ['MP3', MP3, 'audio/mpeg', 'mp3'],
  ['AAC', AAC, 'audio/aac', 'aac'],
])("tells the title of a feed's tags in %s, and the sound is whole", async (_, input, type, extension) => {
  const streamer = (played = await playComponent(icyStreamer, { properties, inputs: { default: input } }));
  await waitUntil('the stream', () => streamer.state.mood === 'happy');
  await waitUntil('the title', () => streamer.state.stats['icy-title'] === 'Tone');
  const client = await answered(get(portOf(streamer), '/', 'Icy-MetaData: 1\r\n'));
  expect(client.head()).toContain(`Content-Type: ${type}\r\n`);
  expect(client.head()).toContain('icy-genre: Jazz\r\n');
  const interval = Number(/icy-metaint: (\d+)/.exec(client.head())?.[1]);
  // 0.2 s of 64 kbit/s in frames of 64 bytes; encoders keep more or less to their rate.
  expect(interval % 64).toBe(0);
  expect(interval).toBeGreaterThan(1000);
  expect(interval).toBeLessThan(2000);
  await waitUntil('two seconds', () => client.body().length > 16_000);
  const { media, blocks } = icyBody(client.body(), interval);
  expect(blocks[0]?.text).toBe("StreamTitle='Tone';");
  expect(blocks.slice(1).every(({ text }) => text === '')).toBe(true);
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-icy-'));
  try {
    const file = join(folder, `heard.${extension}`);
    writeFileSync(file, media);
    const heard = await sound(file);
    expect(pitch(heard.samples.subarray(heard.rate / 5), heard.rate)).toBeCloseTo(500, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
