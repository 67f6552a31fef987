import { afterEach, expect, test } from '@jest/globals';
import { mainComplaints, playlistComplaints, readMain, readMedia } from '../../../../test/support/hls-rules';
import { mp4, play, TS } from '../support';
import { ask, rig, stopAll, urls } from './rig';

afterEach(stopAll);

test('several qualities in one main playlist, and those of other components', async () => {
  const other = {
    url: 'https://elsewhere.example/low/stream.m3u8',
    bandwidth: 200_000,
    'average-bandwidth': 150_000,
    codecs: 'avc1.42c01e,mp4a.40.2',
    resolution: '320x180',
    framerate: [25, 2] as [number, number],
  };
  const { url, tap, tapOf } = await rig({
    'part-duration': 0.5,
    'stream-bitrate': 900_000,
    variant: [other],
  });
  const second = tapOf('variant-2');
  for (const each of [tap, second]) {
    each.caps(mp4('<header>'));
    play(each, 0, 7);
  }
  const main = await ask(`${url}/main.m3u8`);
  expect(mainComplaints(main.text)).toEqual([]);
  const named = readMain(main.text);
  expect(named).toHaveLength(3);
  expect(named[0]?.attributes.get('BANDWIDTH')?.value).toBe('900000');
  expect(main.text).toContain(
    '#EXT-X-STREAM-INF:BANDWIDTH=200000,AVERAGE-BANDWIDTH=150000,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=320x180,FRAME-RATE=12.500\nhttps://elsewhere.example/low/stream.m3u8\n',
  );
  const [high = '', low = ''] = urls(main, `${url}/main.m3u8`);
  expect(low).toContain('/live/variant-2/stream.m3u8');
  const lists = await Promise.all([ask(high), ask(low)]);
  for (const list of lists) expect(playlistComplaints(list.text)).toEqual([]);
  const [inHigh, inLow] = lists.map(({ text }) => readMedia(text));
  expect(inHigh?.segments.map(({ date }) => date)).toEqual(inLow?.segments.map(({ date }) => date));
  expect(inHigh?.reports.map(({ uri }) => new URL(uri, high).href)).toEqual([low]);
  expect(inLow?.reports.map(({ uri }) => new URL(uri, low).href)).toEqual([high]);
  expect((await ask(urls(lists[1], low)[0] ?? '')).status).toBe(200);
  expect((await ask(`${url}/variant-3/stream.m3u8`)).status).toBe(503);
});

test('where one quality breaks off, all say so, and number it alike', async () => {
  const { url, tap, tapOf } = await rig({ 'max-window': 20 });
  const second = tapOf('variant-2');
  const third = tapOf('variant-3');
  for (const each of [tap, second]) each.caps(TS);
  for (let time = 0; time < 24; time += 2) {
    play(tap, time, time + 2);
    if (time === 8) second.lost?.('gone');
    if (time === 12) second.caps(TS);
    if (time < 8 || time >= 12) play(second, time, time + 2);
    if (time === 18) for (const each of [tap, second]) each.lost?.('gone');
    if (time === 18) for (const each of [tap, second, third]) each.caps(TS);
    if (time >= 20) play(third, time, time + 2);
  }
  for (const each of [tap, second, third]) play(each, 24, 26.2);
  const lists = await Promise.all(
    ['stream.m3u8', 'variant-2/stream.m3u8', 'variant-3/stream.m3u8'].map((name) => ask(`${url}/${name}`)),
  );
  const readings = lists.map(({ text }) => {
    expect(playlistComplaints(text)).toEqual([]);
    return readMedia(text);
  });
  /** Number of the discontinuity of each segment, by its second. */
  const numbered = ({ tags, segments }: ReturnType<typeof readMedia>): Record<string, number> => {
    let number = Number(tags.get('EXT-X-DISCONTINUITY-SEQUENCE'));
    const began = readings[0]?.segments[0]?.date ?? 0;
    return Object.fromEntries(
      segments.map(({ date = 0, discontinuity }) => {
        if (discontinuity) number++;
        return [Math.round((date - began) / 1000), number];
      }),
    );
  };
  const [all = {}, ...others] = readings.map(numbered);
  expect(new Set(Object.values(all)).size).toBe(3);
  for (const other of others)
    for (const [second, number] of Object.entries(other))
      expect([second, number]).toEqual([second, all[second]]);
});
