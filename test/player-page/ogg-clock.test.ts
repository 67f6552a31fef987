import { expect, test } from '@jest/globals';
import { OggClock } from '../../player-page/browser/ogg-clock';
import { feed, parts } from '../../plugins/http-streamer/test/rig';
import { oggPages, type OggPage } from '../support/ogg-pages';

/** The feed's 15 pictures and 44,100 samples a second; Theora counts from keyframes in its lowest 4 bits. */
const [FRAMES, SAMPLES, SHIFT] = [15, 44_100, 4n];

const { headers, buffers } = parts(feed('ogg-av'));
/** What a listener gets that comes late: headers, then from a keyframe on. */
const from = buffers.findIndex(({ delta, pts }) => !delta && Number(pts) > 3e9);
const late = Buffer.concat([headers, ...buffers.slice(from).map(({ data }) => data)]);
const [theora, vorbis] = oggPages(headers)
  .filter(({ first }) => first)
  .map(({ serial }) => serial);

function through(bytes: Uint8Array, size: number): Buffer {
  const clock = new OggClock();
  const moved: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) moved.push(clock.push(bytes.subarray(at, at + size)));
  return Buffer.concat(moved);
}

/** Seconds, of pages that have a time. */
function time({ serial, granule }: OggPage): number | undefined {
  if (granule === 0n || granule === 0xffffffffffffffffn) return undefined;
  if (serial === vorbis) return Number(granule) / SAMPLES;
  return Number((granule >> SHIFT) + (granule & 15n)) / FRAMES;
}

test('times begin near zero and stay in step, and nothing else has changed', () => {
  const [before, after] = [oggPages(late), oggPages(through(late, 1000))];
  expect(after).toHaveLength(before.length);
  const shifts: number[] = [];
  for (const [index, page] of after.entries()) {
    const old = before[index]!;
    expect(page).toMatchObject({ serial: old.serial, sequence: old.sequence, first: old.first });
    expect(page.bytes.subarray(26).equals(old.bytes.subarray(26))).toBe(true);
    const [was, is] = [time(old), time(page)];
    if (was !== undefined && is !== undefined) shifts.push(was - is);
  }
  expect(shifts.length).toBeGreaterThan(20);
  expect(Math.min(...shifts)).toBeGreaterThan(2.8);
  expect(Math.max(...shifts) - Math.min(...shifts)).toBeLessThan(1 / FRAMES + 0.001);
  const [first = -1] = after.filter(({ serial }) => serial === theora).flatMap((page) => time(page) ?? []);
  expect(first).toBeLessThan(0.5);
});

test.each([1, 7, 4096, 1_000_000])('pieces of %d bytes make no difference', (size) => {
  expect(through(late, size).equals(through(late, 333))).toBe(true);
});

test('what is no Ogg passes, and is not kept', () => {
  const bytes = Buffer.alloc(200_000, 'no Ogg');
  expect(through(bytes, 1000).equals(bytes)).toBe(true);
});
