import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FeederListener } from '../../core/src/feed/feeder-listener';
import type { FeedSource } from '../../core/src/rpc/job-spec';
import { SOUND_RATE } from '../../core/src/rpc/look-messages';
import { Previews } from '../../core/src/worker/previews';
import { keepingLogger } from '../support/feed-ends';
import { GstFlow } from '../support/gst-feeds';
import { waitUntil } from '../support/wait-until';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-previews-'));
const HOOK = join(__dirname, '../support/typescript-hook.cjs');
const PROGRAM = join(folder, 'preview.cjs');
const SOURCE = join(__dirname, '../../core/src/job/preview.ts');
writeFileSync(PROGRAM, `require(${JSON.stringify(HOOK)});\nrequire(${JSON.stringify(SOURCE)});\n`);

const RAW = 'videotestsrc is-live=true pattern=red ! video/x-raw,width=640,height=360,framerate=10/1';
const TONE = 'audiotestsrc is-live=true wave=sine freq=440 volume=0.5 ! audio/x-raw,channels=2,rate=44100';

class QuickPreviews extends Previews {
  protected override readonly idle = 500;
}

let flow: GstFlow;
let previews: Previews;
const listeners: FeederListener[] = [];
let timer: NodeJS.Timeout;

beforeEach(() => {
  flow = new GstFlow();
  const holds = (path: string): boolean => dirname(path) === flow.folder;
  previews = new QuickPreviews({ programs: { preview: PROGRAM } as never, name: 'one' }, { holds });
  timer = setInterval(() => {
    for (const listener of listeners) listener.poll();
  }, 50);
});
afterEach(async () => {
  previews.stop();
  clearInterval(timer);
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  await flow.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A feeder as a job has it. */
async function feed(text: string): Promise<{ source: FeedSource; listener: FeederListener }> {
  const pipeline = await flow.build({ text: `${text} ! @feeder:default@`, feeders: ['default'] });
  const name = `/main/${randomBytes(4).toString('hex')}:default`;
  const path = join(flow.folder, randomBytes(4).toString('hex'));
  const link = { feeder: 'default', feed: name, virtual: [], secret: 'ab'.repeat(32), path };
  const listener = new FeederListener(link, pipeline.feeder('default'), keepingLogger().log);
  await pipeline.setState('ready');
  await listener.listen();
  await pipeline.setState('playing');
  listeners.push(listener);
  return { source: { feed: name, secret: link.secret, caps: 'ANY', path }, listener };
}

/** Width and height of a JPEG, out of its frame header. */
function sizeOf(jpeg: Buffer): { width: number; height: number } {
  expect(jpeg.subarray(0, 2).toString('hex')).toBe('ffd8');
  const at = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return { width: jpeg.readUInt16BE(at + 7), height: jpeg.readUInt16BE(at + 5) };
}

test.each([
  ['raw', RAW],
  ['encoded', `${RAW} ! theoraenc`],
  [
    'muxed, with sound beside it',
    `${RAW} ! theoraenc ! oggmux name=mux ${TONE} ! audioconvert ! vorbisenc ! mux. mux.`,
  ],
])('a picture of a %s feed', async (_, text) => {
  const { source } = await feed(text);
  const { picture = '', time } = await previews.look('picture', source);
  expect(sizeOf(Buffer.from(picture, 'base64'))).toEqual({ width: 320, height: 180 });
  await waitUntil('a newer one', async () => (await previews.look('picture', source)).time > time);
  // It was not begun anew for each look.
  expect(previews.count).toBe(1);
});

test.each([
  ['raw', TONE],
  ['encoded', `${TONE} ! audioconvert ! vorbisenc`],
])('how loud a %s feed is, for each channel', async (_, text) => {
  const { source } = await feed(text);
  await waitUntil('the level of the tone', async () => {
    const { level = [] } = await previews.look('level', source);
    return (
      level.length === 2 && level.every(({ peak, rms }) => Math.abs(peak + 6) < 1 && Math.abs(rms + 9) < 1)
    );
  });
});

/** The samples of the first channel, and how many channels there are. */
async function heard(source: FeedSource, seconds: number): Promise<{ channels: number; samples: number[] }> {
  const samples: number[] = [];
  let after: number | undefined;
  let channels = 0;
  while (samples.length < seconds * SOUND_RATE) {
    const { sound, time } = await previews.look('sound', source, after);
    if (!sound) throw new Error('there is no sound in the look');
    // Each piece is later than the one before, or it would be heard twice.
    expect(time).toBeGreaterThan(after ?? 0);
    ({ channels } = sound);
    const data = Buffer.from(sound.samples, 'base64');
    for (let at = 0; at < data.length; at += 2 * channels) samples.push(data.readInt16LE(at));
    after = time;
  }
  return { channels, samples };
}

/** Hertz, by how often the samples cross zero upwards; a piece that is lost or doubled breaks the wave. */
function pitchOf(samples: readonly number[]): number {
  const crossings = samples.filter((sample, at) => sample >= 0 && (samples[at - 1] ?? 0) < 0).length;
  return (crossings * SOUND_RATE) / samples.length;
}

test.each([
  ['raw', TONE, 2],
  ['raw, of one channel and another rate', TONE.replace('channels=2,rate=44100', 'channels=1,rate=16000'), 1],
  ['raw, of six channels', TONE.replace('channels=2', 'channels=6,channel-mask=(bitmask)0x3f'), 2],
  ['encoded', `${TONE} ! audioconvert ! vorbisenc`, 2],
  ['muxed', `${TONE} ! audioconvert ! vorbisenc ! oggmux name=mux ${RAW} ! theoraenc ! mux. mux.`, 2],
])('the sound of a %s feed, piece after piece', async (_, text, channels) => {
  const { source } = await feed(text);
  const all = await heard(source, 1.5);
  expect(all.channels).toBe(channels);
  // The encoder's beginning is not yet the tone.
  const samples = all.samples.slice(SOUND_RATE / 2);
  expect(Math.abs(pitchOf(samples) - 440)).toBeLessThan(4);
  const steps = samples.slice(1).map((sample, at) => Math.abs(sample - (samples[at] ?? 0)));
  // The steepest place of the wave: more would be a click between two pieces.
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(loudest).toBeGreaterThan(3000);
  expect(Math.max(...steps)).toBeLessThan(loudest * 2 * Math.PI * (440 / SOUND_RATE) * 1.5);
});

test('one process has the sound and how loud it is, for all who listen', async () => {
  const { source, listener } = await feed(TONE);
  const [first, second, { level }] = await Promise.all([
    previews.look('sound', source),
    previews.look('sound', source),
    previews.look('level', source),
  ]);
  expect(level).toHaveLength(2);
  expect(first.time).toBe(second.time);
  expect(previews.count).toBe(1);
  expect(listener.state().clients).toHaveLength(1);
  // Who has been away for long goes on with what is now.
  const { sound } = await previews.look('sound', source, 1);
  expect(Buffer.from(sound?.samples ?? '', 'base64')).toHaveLength((SOUND_RATE / 4) * 2 * 2);
});

test('pictures follow each other, several a second', async () => {
  const { source } = await feed(RAW);
  const times: number[] = [];
  for (let count = 0; count < 6; count++) {
    const { time } = await previews.look('picture', source, times.at(-1));
    times.push(time);
  }
  expect(new Set(times).size).toBe(6);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
});

test.each([
  ['has nothing to be heard', `${RAW} ! theoraenc ! oggmux`, /within 20 s|no .*stream|unknown|cannot/],
  [
    'this machine cannot decode',
    `${TONE} ! capssetter caps=audio/x-sorenson join=false replace=true`,
    /a decoder for .* is not on its machine; .*apt-get install/,
  ],
])(
  'sound of a feed that %s is refused with the reason, and leaves nothing behind',
  async (_, text, reason) => {
    const { source } = await feed(text);
    const refused = expect(previews.look('sound', source)).rejects;
    await refused.toMatchObject({ code: 'preview-failed', message: expect.stringMatching(reason) as string });
    expect(previews.count).toBe(0);
  },
);

test('it leaves the feed when nobody looks any more', async () => {
  const { source, listener } = await feed(RAW);
  await previews.look('picture', source);
  const connected = (): number => listener.state().clients.filter((one) => one.connected).length;
  expect(connected()).toBe(1);
  await waitUntil('the feeder is alone', () => connected() === 0);
  expect(previews.count).toBe(0);
});

test('what has no picture is said, and leaves nothing behind', async () => {
  const { source } = await feed(`${TONE} ! audioconvert ! vorbisenc ! oggmux`);
  await expect(previews.look('picture', source)).rejects.toMatchObject({ code: 'preview-failed' });
  expect(previews.count).toBe(0);
});

test('a feed that is not of this worker is not shown', async () => {
  const source = { feed: '/main/a:default', secret: 'ab', caps: 'ANY' };
  for (const where of [{ path: '/tmp/elsewhere' }, { host: '10.0.0.1', port: 80 }])
    await expect(previews.look('picture', { ...source, ...where })).rejects.toMatchObject({
      code: 'preview-failed',
    });
  expect(previews.count).toBe(0);
});
