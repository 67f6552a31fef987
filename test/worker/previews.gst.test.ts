import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FeederListener } from '../../core/src/feed/feeder-listener';
import type { FeedSource } from '../../core/src/rpc/job-spec';
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
