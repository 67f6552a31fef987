import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { fakeContext } from '../../../test/support/fake-context';
import { refusals } from '../../../test/support/refusals';
import component from '../src';
import { report, tellPlaylists } from '../src/report';
import { EPOCH, ns, planAt, source } from './day';

test('the declaration is sound', () => {
  expect(checkComponent(component)).toEqual([]);
});

test.each([
  [{ width: 15 }, 'width: 15 is not'],
  [{ height: 8193 }, 'height: 8193 is not'],
  [{ framerate: [241, 1] }, 'framerate: '],
  [{ samplerate: 3999 }, 'samplerate: 3999 is not'],
  [{ channels: 0 }, 'channels: 0 is not'],
  [{ channels: 9 }, 'channels: 9 is not'],
  [{ loop: -1 }, 'loop: -1 is not'],
  [{ volume: 4.1 }, 'volume: 4.1 is not'],
  [{ 'video-pattern': 'blck' }, 'video-pattern: '],
  [{ 'audio-wave': 'noise' }, 'audio-wave: '],
] as const)('%j is refused', (values, words) => {
  expect(refusals(component, values)).toEqual([expect.stringContaining(words)]);
});

test('the stats tell what is played and what comes', () => {
  const list = source([
    { name: 'a10', time: -2 },
    { name: 'b20', time: 50.5 },
    ...Array.from({ length: 30 }, (_, index) => ({ name: `${'x'.repeat(150)}5`, time: 100 + 10 * index })),
  ]);
  const { slots, ...plan } = planAt(0, [list]);
  const context = fakeContext({});
  report(context, {
    now: ns(2),
    epoch: EPOCH,
    playing: slots.slice(0, 1),
    plan: { ...plan, slots: slots.slice(1) },
  });
  expect(context.stats).toMatchObject({
    current: 'a10',
    position: 4,
    remaining: 6,
    next: 'b20',
    'next-time': '1970-01-12T13:47:30.52Z',
    broken: 0,
  });
  const schedule = String(context.stats['schedule']);
  expect(schedule).toContain(
    '1970-01-12T13:46:41Z 7 s video+audio a10; 1970-01-12T13:47:30.52Z 20 s video+audio b20; ',
  );
  expect(schedule.length).toBeLessThanOrEqual(2000);
  expect(context.said).toEqual([]);
  report(context, { now: ns(60), epoch: EPOCH, playing: [], plan: { slots: [], unknown: [], broken: [] } });
  expect(context.stats).toMatchObject({ current: '', remaining: 0, next: '', 'next-time': '', schedule: '' });
});

test('of what cannot be played, what is due within the hour is named, five at most', () => {
  const items = Array.from({ length: 8 }, (_, index) => ({
    name: `broken\n${index}`,
    time: 600 * (index + 1),
  }));
  const context = fakeContext({});
  const facts = { now: 0n, epoch: EPOCH, playing: [] };
  report(context, { ...facts, plan: planAt(0, [source(items)]) });
  expect(context.stats['broken']).toBe(5);
  report(context, { ...facts, now: ns(3000), plan: planAt(0, [source(items)]) });
  expect(context.said).toEqual([expect.objectContaining({ level: 'warning', id: 'entry-problem' })]);
  expect(context.said[0]?.text).toContain('broken 0 (/a.xml, line 1): it is broken; ');
  expect(context.said[0]?.text).toMatch(/broken 4 [^;]*; and 3 more$/);
  report(context, { ...facts, plan: planAt(0, [source(['a10'])]) });
  expect(context.said).toEqual([]);
});

test('problems of playlists are named, and go', () => {
  const context = fakeContext({});
  tellPlaylists(context, 0, ['a\nb', 'x'.repeat(1000), '3', '4', '5', '6']);
  expect(context.said.map(({ id }) => id)).toEqual(['nothing-scheduled', 'playlist-problem']);
  expect(context.said[1]?.text).toMatch(/: a b; x{400}…; 3; 4; 5; and 1 more$/);
  tellPlaylists(context, 1, []);
  expect([context.said, context.stats['entries']]).toEqual([[], 1]);
});
