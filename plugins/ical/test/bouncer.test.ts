import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, Verdict } from '@flumotion/core/plugin';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { FakeClock } from '../../../test/support/fake-clock';
import { guardedStream, statusOf, stopGuarded } from '../../../test/support/guarded-stream';
import { waitUntil } from '../../../test/support/wait-until';
import { icalBouncer, icalPlug } from '../src/bouncer';

type Properties = { readonly file: string };

const KEYCARD = { address: '127.0.0.1', id: '1' };
let folder: string;
let clock: FakeClock;
let behaviour: Behaviour<Properties>;
let context: FakeContext<Properties>;

async function open(...events: readonly (readonly [from: string, to: string])[]): Promise<void> {
  const file = join(folder, 'hours.ics');
  const inside = events.map(
    ([from, to], index) => `BEGIN:VEVENT\nUID:${String(index)}\nDTSTART:${from}Z\nDTEND:${to}Z\nEND:VEVENT\n`,
  );
  writeFileSync(file, `BEGIN:VCALENDAR\n${inside.join('')}END:VCALENDAR\n`);
  context = fakeContext<Properties>({ file });
  await behaviour.start?.(context);
}

async function ask(): Promise<Verdict | undefined> {
  return behaviour.authenticate?.(context, KEYCARD);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ical-'));
  clock = new FakeClock('2026-03-01T12:00:00Z');
  behaviour = icalBouncer(clock).behaviour;
});
afterEach(async () => {
  await stopGuarded();
  await behaviour.stop?.(context);
  rmSync(folder, { recursive: true });
});

test('the declaration is sound', async () => {
  await open();
  expect(checkComponent(icalBouncer())).toEqual([]);
  expect(checkPlug(icalPlug())).toEqual([]);
});

test('nobody is admitted outside the events', async () => {
  await open(['20260301T130000', '20260301T140000']);
  expect(await ask()).toEqual({ admitted: false, reason: expect.stringContaining('no event') });
  expect(context.stats).toMatchObject({ open: 0, refused: 1 });
  expect(context.stats['next-points']).toContain('start 2026-03-01T13:00');
  clock.runTo('2026-03-01T13:00:00Z');
  expect(await ask()).toEqual({ admitted: true, duration: 3600 });
  clock.runTo('2026-03-01T13:59:30Z');
  expect(await ask()).toEqual({ admitted: true, duration: 30 });
  expect(context.stats).toMatchObject({ open: 1, admitted: 2 });
  clock.runTo('2026-03-01T14:00:00Z');
  expect((await ask())?.admitted).toBe(false);
});

test('its table has the opening hours that are to come', async () => {
  await open(['20260301T110000', '20260301T130000'], ['20260310T090000', '20260310T100000']);
  clock.runTo('2026-03-01T12:30:00Z');
  const rows = await behaviour.tables?.['schedule']?.(context);
  expect([...(rows ?? [])]).toEqual([
    { start: Date.parse('2026-03-01T11:00Z'), end: Date.parse('2026-03-01T13:00Z'), what: '', active: true },
    { start: Date.parse('2026-03-10T09:00Z'), end: Date.parse('2026-03-10T10:00Z'), what: '', active: false },
  ]);
});

test('the stay lasts to the end of a chain of events that touch or overlap', async () => {
  await open(
    ['20260301T110000', '20260301T130000'],
    ['20260301T130000', '20260301T150000'],
    ['20260301T140000', '20260301T160000'],
    ['20260301T160001', '20260301T170000'],
  );
  expect(await ask()).toEqual({ admitted: true, duration: 4 * 3600 });
});

test('the stay is at most a day', async () => {
  await open(['20260301T110000', '20260401T110000']);
  expect(await ask()).toEqual({ admitted: true, duration: 86_400 });
});

test('without a calendar nobody is admitted, and the component is sad', async () => {
  context = fakeContext<Properties>({ file: join(folder, 'none.ics') });
  await behaviour.start?.(context);
  expect((await ask())?.admitted).toBe(false);
  expect(context.said).toEqual([expect.objectContaining({ level: 'error' })]);
});

test('an http-streamer with icalbouncer-plug is open during the events, and its listeners leave at their end', async () => {
  await open(['20260301T110000', '20260301T120003']);
  const properties = { file: join(folder, 'hours.ics') };
  const stream = await guardedStream([{ definition: icalPlug(clock), properties }]);
  const listener = await stream.ask();
  expect(statusOf(listener)).toBe(200);
  await stream.stillServes(listener);
  clock.runTo('2026-03-01T12:00:03Z');
  expect(await stream.status()).toBe(403);
  await waitUntil('the listener to be sent away', listener.closed, 20_000);
  expect(stream.plugs[0]?.stats).toMatchObject({ open: 0, admitted: 1, refused: 1 });
});

test('without a calendar the plug refuses everybody, and the http-streamer goes on with a warning', async () => {
  const properties = { file: join(folder, 'none.ics') };
  const stream = await guardedStream([{ definition: icalPlug(clock), properties }]);
  expect(await stream.status()).toBe(403);
  expect(stream.plugs[0]?.messages).toMatchObject([{ level: 'warning' }]);
});

test('who is in may stay while an event takes place, and no longer when the calendar has changed', async () => {
  const held = { ...KEYCARD, component: '/flow/streamer', since: 0 };
  await open(['20260301T110000', '20260301T130000']);
  expect(await behaviour.review?.(context, held)).toEqual({ admitted: true, duration: 3600 });
  clock.runTo('2026-03-01T13:00:00Z');
  expect(await behaviour.review?.(context, held)).toEqual({
    admitted: false,
    reason: 'no event of the calendar takes place now',
  });
  expect(context.stats).toMatchObject({ open: 0 });
  expect(context.stats['refused'] ?? 0).toBe(0);
});
