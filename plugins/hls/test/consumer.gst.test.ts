import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { playlistComplaints } from '../../../test/support/hls-rules';
import { playComponent } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { consumer as hls } from '../src/consumer/consumer';
import { readPlaylist } from '../src/playlist';

const inputs = {
  default:
    'videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=10/1 ! ' +
    'x264enc tune=zerolatency key-int-max=5 ! mpegtsmux',
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hls-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const list = (): string => readFileSync(join(directory, 'live.m3u8'), 'utf8');

test('the feed of a plain mpegtsmux becomes segments that begin with the tables', async () => {
  const played = await playComponent(hls, { properties: { directory, 'segment-duration': 1 }, inputs });
  try {
    await waitUntil('three segments', () => Number(played.state.stats['segments'] ?? 0) >= 3, 20_000);
    expect(played.state.mood).toBe('happy');
    expect(playlistComplaints(list())).toEqual([]);
    for (const { file, duration } of readPlaylist(list())?.entries ?? []) {
      const segment = readFileSync(join(directory, file));
      expect(segment.length % 188).toBe(0);
      expect(segment.readUInt16BE(1) & 0x1fff).toBe(0);
      expect(duration).toBeGreaterThan(0.4);
      expect(duration).toBeLessThan(1.5);
    }
  } finally {
    await played.stop();
  }
});

test('starts and stops without a trace', async () => {
  await restartsCleanly(
    hls,
    { properties: { directory, 'segment-duration': 1 }, inputs },
    (played) => played.state.stats['format'] === 'MPEG-TS',
  );
});
