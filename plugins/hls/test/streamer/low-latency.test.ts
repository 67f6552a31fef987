import { afterEach, expect, test } from '@jest/globals';
import { playlistComplaints, readMedia } from '../../../../test/support/hls-rules';
import { waitUntil } from '../../../../test/support/wait-until';
import { mp4, play, TS } from '../support';
import { ask, rig, stopAll } from './rig';

afterEach(stopAll);

test('a reload waits for the part it names; the part that is hinted at is sent when it is there', async () => {
  const { url, tap, context } = await rig({ 'part-duration': 0.5 });
  tap.caps(mp4('<header>'));
  play(tap, 0, 6.65);
  const list = await ask(`${url}/stream.m3u8`);
  const { tags, segments, hints } = readMedia(list.text);
  const next = Number(tags.get('EXT-X-MEDIA-SEQUENCE')) + segments.length;
  const query = list.text.match(/\?GKID=[\w.-]+/)?.[0] ?? '';
  const reload = (rest: string): Promise<{ status: number; text: string }> =>
    ask(`${url}/stream.m3u8${query}&${rest}`);
  expect(readMedia((await reload(`_HLS_msn=${String(next)}&_HLS_part=0`)).text).open.parts).toHaveLength(1);
  const waiting = [
    reload(`_HLS_msn=${String(next)}&_HLS_part=1`),
    reload(`_HLS_msn=${String(next)}`),
    ask(new URL(hints[0] ?? '', `${url}/`).href),
  ] as const;
  await waitUntil('three requests to wait', () => Number(context.stats['waiting-requests'] ?? 0) === 3);
  play(tap, 6.65, 7.15);
  expect(readMedia((await waiting[0]).text).open.parts).toHaveLength(2);
  expect((await waiting[2]).text).toBe('d6.5 d6.6 d6.7 d6.8 d6.9 ');
  play(tap, 7.15, 8.15);
  const whole = await waiting[1];
  expect(playlistComplaints(whole.text)).toEqual([]);
  expect(readMedia(whole.text).segments).toHaveLength(segments.length + 1);
  for (const silly of [
    `_HLS_msn=${String(next + 9)}`,
    '_HLS_msn=x',
    '_HLS_msn=-1',
    '_HLS_part=1',
    `_HLS_msn=${String(next)}&_HLS_part=99`,
    '_HLS_skip=maybe',
  ])
    expect([silly, (await reload(silly)).status]).toEqual([silly, 400]);
});

test('one listener may not have many requests wait; whoever leaves is forgotten', async () => {
  const { url, tap, context } = await rig({ 'part-duration': 0.5 });
  tap.caps(TS);
  play(tap, 0, 6.65);
  const list = await ask(`${url}/stream.m3u8`);
  const hint = new URL(readMedia(list.text).hints[0] ?? '', `${url}/`).href;
  const gone = new AbortController();
  const many = Array.from({ length: 8 }, () => ask(hint, { signal: gone.signal }).catch(() => 'gone'));
  await waitUntil('eight to wait', () => Number(context.stats['waiting-requests']) === 8);
  expect((await ask(hint)).status).toBe(503);
  gone.abort();
  expect(await Promise.all(many)).toEqual(Array(8).fill('gone'));
  await waitUntil('none to wait', () => Number(context.stats['waiting-requests']) === 0);
});
