import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { pictures } from '../support/decode';
import {
  mainComplaints,
  playlistComplaints,
  readMain,
  readMedia,
  successionComplaints,
} from '../support/hls-rules';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';
import { streamer } from '../../plugins/hls/src/streamer/streamer';
import { ask, urls } from '../../plugins/hls/test/streamer/rig';
import mp4 from '../../plugins/mp4/src';
import mpegts from '../../plugins/mpegts/src';

const PICTURE =
  'videotestsrc is-live=true ! video/x-raw,width=160,height=90,framerate=25/1 ! ' +
  'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 ! video/x-h264,profile=constrained-baseline';
const SOUND = 'audiotestsrc is-live=true ! audio/x-raw,rate=48000 ! avenc_aac';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hls-served-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const running: Played[] = [];
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
});

/** Serves picture and sound through a real muxer. @returns the URL of the mount point. */
async function serve(
  muxer: typeof mp4,
  muxing: Record<string, number>,
  properties: Record<string, string | number | boolean>,
): Promise<{ readonly url: string; readonly played: Played }> {
  const muxed = await playComponent(muxer, {
    properties: muxing,
    inputs: { 'default:video': PICTURE, 'default:audio': SOUND },
  });
  running.push(muxed);
  const played = await playComponent(streamer, {
    properties: { port: 0, interface: '127.0.0.1', 'mount-point': '/live', ...properties },
    inputs: { default: muxed },
  });
  running.push(played);
  await waitUntil('it to be happy', () => played.state.mood === 'happy', 30_000);
  return { url: String(played.state.stats['stream-url']).replace('/main.m3u8', ''), played };
}

/** Follows a playlist until there are so many segments more, and holds each state of it against the rules. */
async function follow(url: string, more: number): Promise<string[]> {
  const texts: string[] = [];
  const number = (text: string): number => {
    const { tags, segments } = readMedia(text);
    return Number(tags.get('EXT-X-MEDIA-SEQUENCE')) + segments.length;
  };
  await waitUntil(
    `${String(more)} segments`,
    async () => {
      const { text } = await ask(url);
      if (text !== texts.at(-1)) texts.push(text);
      return number(text) - number(texts[0] ?? text) >= more;
    },
    30_000,
  );
  texts.forEach((text, at) => {
    expect(playlistComplaints(text)).toEqual([]);
    const next = texts[at + 1];
    if (next !== undefined) expect(successionComplaints(text, next)).toEqual([]);
  });
  return texts;
}

test('MPEG-TS: rules kept, codecs and size told, each fragment decoded alone', async () => {
  const { url } = await serve(mpegts, {}, { 'segment-duration': 1, 'min-window': 1 });
  const main = await ask(`${url}/main.m3u8`);
  expect(mainComplaints(main.text)).toEqual([]);
  const [named] = readMain(main.text);
  expect(named?.attributes.get('CODECS')?.value).toMatch(/^avc1\.42c0[0-9a-f]{2},mp4a\.40\.2$/);
  expect(named?.attributes.get('RESOLUTION')?.value).toBe('160x90');
  const [stream = ''] = urls(main, `${url}/main.m3u8`);
  await follow(stream, 2);
  const list = await ask(stream);
  const file = join(folder, 'alone.ts');
  writeFileSync(file, (await ask(urls(list, stream)[1] ?? '')).bytes);
  expect(await pictures(file, { width: 16, height: 9 })).toHaveLength(25);
});

test('fragmented MP4 with low latency: rules kept by every part, which are what their fragment is', async () => {
  const { url, played } = await serve(
    mp4,
    { 'fragment-duration': 40 },
    { 'segment-duration': 2, 'part-duration': 0.5, 'min-window': 1 },
  );
  const main = await ask(`${url}/main.m3u8`);
  expect(mainComplaints(main.text)).toEqual([]);
  const [named] = readMain(main.text);
  expect(named?.attributes.get('CODECS')?.value.split(',').sort()).toEqual([
    expect.stringMatching(/^avc1\.42c0/),
    'mp4a.40.2',
  ]);
  expect(named?.attributes.get('RESOLUTION')?.value).toBe('160x90');
  const [stream = ''] = urls(main, `${url}/main.m3u8`);
  const texts = await follow(stream, 2);
  expect(texts.length).toBeGreaterThan(5);
  const list = await ask(stream);
  const { segments } = readMedia(list.text);
  const last = segments.at(-1);
  const get = async (uri: string | undefined): Promise<Buffer> =>
    (await ask(new URL(uri ?? '', stream).href)).bytes;
  const parts = await Promise.all((last?.parts ?? []).map(({ uri }) => get(uri)));
  expect(parts.length).toBeGreaterThanOrEqual(4);
  const whole = await get(last?.uri);
  expect(Buffer.concat(parts).equals(whole)).toBe(true);
  const file = join(folder, 'alone.mp4');
  writeFileSync(file, Buffer.concat([await get(last?.map), whole]));
  expect(await pictures(file, { width: 16, height: 9 })).toHaveLength(50);
  expect(played.state.messages).toEqual([]);
});
