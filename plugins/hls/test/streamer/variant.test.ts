import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { playlistComplaints, readMedia, successionComplaints } from '../../../../test/support/hls-rules';
import { QUERY_MARK } from '../../src/streamer/live-text';
import { isSilly, isThere } from '../../src/streamer/reload';
import type { Limits } from '../../src/streamer/ring';
import { Variant, type Serving } from '../../src/streamer/variant';
import { Timeline } from '../../src/timeline';
import { mp4, play, TS } from '../support';

const texts: string[] = [];
let longest: number;
let limits: Limits;
let variant: Variant;

function start(serving: Partial<Serving> & { readonly part?: number; readonly target?: number } = {}): void {
  const { part, target = 2, ...rest } = serving;
  variant = new Variant(
    '',
    {
      cutting: { target, part },
      prefix: 'fragment',
      style: { partTarget: part, skips: part !== undefined, base: '' },
      beginning: { targetDuration: target, number: 100, discontinuities: 7 },
      limits: () => limits,
      timeline: new Timeline(),
      patience: undefined,
      mostWaiting: 2,
      ...rest,
    },
    {
      segment: () => undefined,
      longPart: (seconds) => (longest = Math.max(longest, seconds)),
      shortPart: () => undefined,
    },
  );
}

const text = (skip = false): string => variant.playlist(skip, () => []).replaceAll(QUERY_MARK, '');

/** Plays a stretch frame by frame, and holds each new playlist and its succession against the rules. */
function watch(from: number, to: number): void {
  for (let tenth = Math.round(from * 10); tenth < Math.round(to * 10); tenth++) {
    play(variant, tenth / 10, (tenth + 1) / 10);
    const now = text();
    if (now === texts.at(-1) || variant.ring.playlist.entries.length === 0) continue;
    expect(playlistComplaints(now)).toEqual([]);
    const before = texts.at(-1);
    if (before !== undefined) expect(successionComplaints(before, now)).toEqual([]);
    texts.push(now);
  }
}

beforeEach(() => {
  texts.length = longest = 0;
  limits = { segments: 3, seconds: 0, extra: undefined, bytes: 1_000_000 };
});
afterEach(() => {
  variant.close();
});

test('plain: every playlist and every step keeps the rules; what has left it stays for a while', () => {
  start();
  variant.caps(TS);
  watch(0, 30);
  expect(readMedia(text()).segments.map(({ uri }) => uri)).toEqual([
    'fragment-111.ts',
    'fragment-112.ts',
    'fragment-113.ts',
  ]);
  expect(text()).not.toMatch(/PART|SERVER|SKIP/);
  expect(variant.ring.get(111)?.data.toString()).toMatch(/^K22\.0 d22\.1 .*d23\.9 $/);
  expect(variant.ring.get(107)).toBeDefined();
  expect(variant.ring.get(106)).toBeUndefined();
});

test('low latency: parts of the open segment, a hint of the next part, and none where they are old', () => {
  start({ part: 0.5 });
  limits = { ...limits, segments: 8 };
  variant.caps(mp4('<header>'));
  watch(0, 40.65);
  const { open, segments, hints, partTarget, control } = readMedia(text());
  expect(open.parts.map(({ uri }) => uri)).toEqual(['fragment-120.0.m4s']);
  expect(open.parts[0]).toMatchObject({ independent: true, duration: 0.5 });
  expect(hints).toEqual(['fragment-120.1.m4s']);
  expect(partTarget).toBe(0.5);
  expect(control.get('PART-HOLD-BACK')).toBe('1.50000');
  expect(segments.map(({ parts }) => parts.length)).toEqual([0, 0, 0, 0, 0, 4, 4, 4]);
  expect(segments.every(({ map }) => map === 'fragment-header-100.mp4')).toBe(true);
  expect(variant.ring.header(100)?.toString()).toBe('<header>');
  expect(variant.ring.partsOf(119)[3]?.data.toString()).toBe('d39.5 d39.6 d39.7 d39.8 d39.9 ');
  expect(longest).toBe(0);
});

test('a player that knows the rest is sent what is new', () => {
  start({ part: 0.5 });
  limits = { ...limits, seconds: 60 };
  variant.caps(TS);
  watch(0, 70);
  const [whole, delta] = [readMedia(text()), text(true)];
  expect(playlistComplaints(delta)).toEqual([]);
  const { skipped, segments } = readMedia(delta);
  expect(skipped).toBeGreaterThan(20);
  expect(skipped + segments.length).toBe(whole.segments.length);
  expect(segments).toEqual(whole.segments.slice(skipped).map((segment) => segment));
  expect(delta.length).toBeLessThan(text().length / 2);
});

test('the DVR window is kept in seconds, and shorter where memory ends', () => {
  start();
  limits = { ...limits, seconds: 20 };
  variant.caps(TS);
  watch(0, 60);
  expect(readMedia(text()).segments).toHaveLength(10);
  expect(variant.ring.cramped).toBe(false);
  const size = variant.ring.get(125)?.data.length ?? 0;
  limits = { ...limits, bytes: size * 6.5 };
  watch(60, 70);
  expect(readMedia(text()).segments).toHaveLength(6);
  expect(variant.ring.bytes).toBeLessThanOrEqual(limits.bytes);
  expect(variant.ring.cramped).toBe(true);
  limits = { ...limits, bytes: 1_000_000 };
  watch(70, 90);
  expect(readMedia(text()).segments).toHaveLength(10);
  expect(variant.ring.cramped).toBe(false);
  // Less than three segments of full length no limit leaves.
  limits = { ...limits, bytes: 1 };
  watch(90, 96);
  expect(readMedia(text()).segments).toHaveLength(3);
  expect(variant.ring.cramped).toBe(true);
});

test('a feed that was away is a discontinuity, counted when it has left the playlist', () => {
  start({ part: 0.5 });
  variant.caps(mp4('<1>'));
  watch(0, 5.25);
  variant.lost();
  variant.caps(mp4('<2>'));
  watch(20.3, 29);
  const { tags, segments } = readMedia(text());
  expect(tags.get('EXT-X-DISCONTINUITY-SEQUENCE')).toBe('8');
  expect(segments.map(({ discontinuity }) => discontinuity)).toEqual([true, false, false]);
  expect(new Set(segments.map(({ map }) => map))).toEqual(new Set(['fragment-header-103.mp4']));
  expect(variant.ring.header(103)?.toString()).toBe('<2>');
  watch(29, 50);
  expect(variant.ring.header(100)).toBeUndefined();
  expect(variant.ring.header(103)?.toString()).toBe('<2>');
  expect(readMedia(text()).tags.get('EXT-X-DISCONTINUITY-SEQUENCE')).toBe('9');
});

test('the end is told when the feed was away for long enough, and what follows begins anew', () => {
  start({ part: 0.5 });
  variant.caps(TS);
  watch(0, 8);
  variant.tick(0);
  expect(text()).not.toContain('ENDLIST');
  variant.lost();
  variant.tick(undefined);
  variant.tick(1000);
  expect(text()).not.toContain('ENDLIST');
  variant.tick(-1);
  expect(playlistComplaints(text(), { ended: true })).toEqual([]);
  expect(readMedia(text()).segments).toHaveLength(3);
  variant.caps(TS);
  play(variant, 50, 53.5);
  expect(playlistComplaints(text())).toEqual([]);
  const { tags, segments } = readMedia(text());
  expect(tags.get('EXT-X-MEDIA-SEQUENCE')).toBe('104');
  expect(segments).toHaveLength(1);
  expect(segments[0]?.discontinuity).toBe(true);
});

test('a segment that does not end is served as far as it has come', () => {
  start({ patience: -1 });
  variant.caps(TS);
  play(variant, 0, 0.5);
  variant.tick(undefined);
  expect(variant.ring.get(100)?.data.toString()).toMatch(/^K0\.0 .*d0\.4 $/);
  play(variant, 0.5, 3);
  variant.tick(undefined);
  expect(variant.ring.get(101)?.data.toString()).toMatch(/^d0\.5 /);
  expect(playlistComplaints(text())).toEqual([]);
});

test('what a player waits for is known when it is there, and refused when it cannot be meant', () => {
  start({ part: 0.5 });
  variant.caps(TS);
  play(variant, 0, 4.65);
  // Segments 100 and 101 are whole, 102 has one part.
  const there = (number: number, part?: number): boolean => isThere(variant.ring, { number, part });
  expect([there(99), there(101), there(102)]).toEqual([true, true, false]);
  expect([there(101, 3), there(101, 4), there(102, 0), there(102, 1), there(103, 0)]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  const silly = (number: number, part?: number): boolean => isSilly(variant.ring, { number, part }, 0.5);
  expect([silly(102), silly(103), silly(104), silly(999_999_999_999)]).toEqual([false, false, true, true]);
  expect([silly(102, 6), silly(102, 7), silly(101, 9), silly(101, 10), silly(50, 99)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});

test('waits end when there is something, when it takes too long, when nobody waits, and are bounded', async () => {
  start({ part: 0.5 });
  variant.caps(TS);
  play(variant, 0, 2.05);
  const { signal } = new AbortController();
  const first = variant.waiting.wait(() => variant.ring.next > 101, 10_000, signal);
  const gone = new AbortController();
  const second = variant.waiting.wait(() => false, 10_000, gone.signal);
  expect(variant.waiting.size).toBe(2);
  expect(await variant.waiting.wait(() => false, 10_000, signal)).toBe('full');
  expect(await variant.waiting.wait(() => true, 10_000, signal)).toBe('there');
  play(variant, 2.1, 4.05);
  expect(await first).toBe('there');
  gone.abort();
  expect(await second).toBe('late');
  expect(await variant.waiting.wait(() => false, 1, signal)).toBe('late');
  expect(await variant.waiting.wait(() => false, 1000, AbortSignal.abort())).toBe('late');
  const last = variant.waiting.wait(() => false, 10_000, signal);
  variant.close();
  expect(await last).toBe('late');
  expect(variant.waiting.size).toBe(0);
});

test('parts that are longer than promised are told of', () => {
  start({ part: 0.05 });
  variant.caps(TS);
  play(variant, 0, 2);
  expect(longest).toBeCloseTo(0.1, 6);
  expect(playlistComplaints(text())).toContainEqual(expect.stringContaining('more than 0.05'));
});
