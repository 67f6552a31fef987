import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkerFor } from '../../core/src/tester/choose-checker';
import { freePort } from '../support/free-port';
import { playlistComplaints, readMedia, successionComplaints } from '../support/hls-rules';
import { Installation, ROOT } from '../support/installation';
import { Listener } from '../support/listener';
import { codecs } from '../support/decode';
import { waitUntil } from '../support/wait-until';

let installation: Installation | undefined;
let listener: Listener | undefined;

const HLS = join(tmpdir(), `flumotion-hls-e2e-${String(process.pid)}`);

afterEach(async () => {
  listener?.close();
  await installation?.dispose();
  rmSync(HLS, { recursive: true, force: true });
});

/** Starts a sample planet with another port and folder. */
async function start(sample: string, changes: Readonly<Record<string, string>>): Promise<Installation> {
  let planet = readFileSync(join(ROOT, 'conf/planets', sample), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    expect(planet).toContain(from);
    planet = planet.replace(from, to);
  }
  // What the command line gives is not said twice.
  installation = await Installation.start({ planet: planet.replace(/\s*<host>127\.0\.0\.1<\/host>/, '') });
  installation.startWorker();
  await installation.mood('happy', undefined, 60_000);
  return installation;
}

const port = (number: number): Record<string, string> => ({
  '<property name="interface">': `<property name="port">${String(number)}</property><property name="interface">`,
});

/** Waits until a playlist has segments. @returns what it says. */
async function filled(read: () => Promise<string> | string): Promise<string> {
  let text = '';
  await waitUntil(
    () => `a playlist with segments; it says ${text}`,
    async () => {
      try {
        text = await read();
      } catch (error) {
        text = String(error);
      }
      return text.includes('#EXTINF');
    },
    undefined,
    100,
  );
  return text;
}

/** Breaks of a stream up to the end of a playlist, also those that it no longer lists. */
function breaks(text: string): number {
  const gone = Number(/#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)/.exec(text)?.[1] ?? 0);
  return gone + text.split('#EXT-X-DISCONTINUITY\n').length - 1;
}

async function killed(name: string): Promise<void> {
  const before = await installation?.pid(name);
  if (before === undefined) throw new Error(`${name} has no process`);
  process.kill(before, 'SIGKILL');
  await installation?.until(`${name} again`, async () => (await installation?.pid(name)) !== before, 40_000);
  await installation?.mood('happy', undefined, 60_000);
}

/** Bytes that come within the next seconds, as many as named. */
async function more(bytes: number): Promise<void> {
  const before = listener?.bytes ?? 0;
  await waitUntil(`${String(bytes)} more bytes`, () => (listener?.bytes ?? 0) > before + bytes, 30_000);
}

test('the sample of HLS: playlists and plain stream go on when the muxer dies, and where they are served from', async () => {
  const [number, served] = [await freePort(), await freePort()];
  const made = await start('hls.xml', {
    ...port(number),
    '<property name="port">8801': `<property name="port">${String(served)}`,
    '/tmp/flumotion-hls</property>': `${HLS}</property>`,
    '<property name="segment-duration">4': '<property name="segment-duration">2',
  });
  const list = (): string => readFileSync(join(HLS, 'live.m3u8'), 'utf8');
  listener = new Listener(`http://127.0.0.1:${String(number)}/live.ts`, true);
  await more(100_000);
  expect(listener.contentType).toBe('video/mp2t');
  const checker = checkerFor(listener.contentType);
  checker.push(listener.data);
  expect(checker.problems).toEqual([]);
  const before = await filled(list);
  expect(playlistComplaints(before)).toEqual([]);
  const fetched = async (): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${String(served)}/live/stream.m3u8`).catch(
      () => undefined,
    );
    return response?.ok === true ? response.text() : '';
  };
  const servedBefore = await filled(fetched);
  expect(playlistComplaints(servedBefore)).toEqual([]);
  const maps = readFileSync(`/proc/${String(await made.pid('/default/server'))}/maps`, 'utf8');
  expect(maps).not.toContain('libgstreamer');
  await killed('/default/muxer');
  await more(100_000);
  await made.until('a segment after the break', () => breaks(list()) > breaks(before), 40_000);
  expect(playlistComplaints(list())).toEqual([]);
  expect(successionComplaints(before, list())).toEqual([]);
  expect(listener.ended).toBeUndefined();
  await made.until(
    'the same where it is served',
    async () => breaks(await fetched()) > breaks(servedBefore),
    40_000,
  );
  expect(successionComplaints(servedBefore, await fetched())).toEqual([]);
  await killed('/default/server');
  const again = readMedia(await filled(fetched));
  const old = readMedia(servedBefore);
  const first = ({ tags }: typeof again): number => Number(tags.get('EXT-X-MEDIA-SEQUENCE'));
  expect(playlistComplaints(await fetched())).toEqual([]);
  expect(first(again)).toBeGreaterThan(first(old) + old.segments.length);
  expect(again.segments[0]?.discontinuity).toBe(true);
});

test('the sample of WebM: a listener has picture and sound', async () => {
  const number = await freePort();
  const made = await start('webm.xml', port(number));
  listener = new Listener(`http://127.0.0.1:${String(number)}/live.webm`, true);
  await more(200_000);
  expect(listener.contentType).toBe('video/webm');
  const checker = checkerFor(listener.contentType);
  checker.push(listener.data);
  expect(checker.problems).toEqual([]);
  const file = join(made.folder, 'heard.webm');
  writeFileSync(file, listener.data);
  expect(await codecs(file)).toEqual(['opus', 'vp8']);
});
