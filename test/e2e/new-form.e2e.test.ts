import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component, planet } from '../support/planets';
import { run } from '../support/process';
import { waitUntil } from '../support/wait-until';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-form-'));
let installation: Installation;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${String(port)}/`;
  const flow = [
    '  <flow name="default">',
    component('picture', 'videotest-producer', {
      properties: { width: 320, height: 240, framerate: '25/1' },
    }),
    component('size', 'video-converter', { eat: { default: ['picture'] }, properties: { width: 320 } }),
    component('theora', 'theora-encoder', { eat: { default: ['size'] }, properties: { speed: 3 } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora'] } }),
    component('http', 'http-streamer', { eat: { default: ['muxer'] }, properties: { port } }),
    '  </flow>',
  ].join('\n');
  installation = await Installation.start({ planet: planet(flow) });
  installation.startWorker();
  await installation.mood('happy');
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Widths of the pictures that can be decoded of what somebody gets who comes now. */
async function seen(): Promise<readonly number[]> {
  const listener = new Listener(url, true);
  try {
    await waitUntil('a piece of the stream', () => listener.bytes > 60_000 || listener.ended !== undefined);
    const file = join(folder, 'piece.ogg');
    writeFileSync(file, listener.data);
    const frames = ['-show_entries', 'frame=width', '-of', 'csv=p=0'];
    const said = await run('ffprobe', ['-v', 'quiet', '-select_streams', 'v', ...frames, file]);
    return said.split('\n').filter(Boolean).map(Number.parseFloat);
  } finally {
    listener.close();
  }
}

test('pictures of another size from now on reach who listens and who comes, as one more stream of theirs', async () => {
  const listener = new Listener(url, true);
  await waitUntil('the stream', () => listener.bytes > 20_000);
  expect(new Set(await seen())).toEqual(new Set([320]));
  const set = await installation.call('PUT', '/api/components/default/size/properties/width', { value: 160 });
  expect(set.status).toBe(200);
  await installation.until('pictures of the new size', async () => (await seen()).at(-1) === 160, 60_000);
  await waitUntil('the headers of the new stream', () => streams(listener.data) === 2);
  expect(listener.ended).toBeUndefined();
  listener.close();
  await installation.mood('happy');
});

/** Streams of Theora that begin in some bytes, by their first headers. */
function streams(data: Buffer): number {
  const header = Buffer.from('\x80theora', 'latin1');
  let count = 0;
  for (let at = data.indexOf(header); at >= 0; at = data.indexOf(header, at + 1)) count += 1;
  return count;
}
