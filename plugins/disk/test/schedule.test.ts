import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, TapHandler } from '@flumotion/core/plugin';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { FakeClock } from '../../../test/support/fake-clock';
import { waitUntil } from '../../../test/support/wait-until';
import { diskConsumer } from '../src/consumer';
import type { Properties } from '../src/recorder';

const SECOND = 1_000_000_000n;

let folder: string;
let clock: FakeClock;
let behaviour: Behaviour<Properties>;
let context: FakeContext<Properties>;
let tap: TapHandler;
let second: number;

/** An event of a calendar, its times as `20260301T130000Z`. */
function event(title: string, from: string, to: string): string {
  return `BEGIN:VEVENT\nUID:${title}\nSUMMARY:${title}\nDTSTART${from}\nDTEND${to}\nEND:VEVENT\n`;
}

async function start(events: string, properties: Partial<Properties> = {}): Promise<void> {
  const file = join(folder, 'programme.ics');
  writeFileSync(file, `BEGIN:VCALENDAR\n${events}END:VCALENDAR\n`);
  context = fakeContext<Properties>(
    {
      directory: join(folder, 'out'),
      'rotate-type': 'none',
      'time-overlap': 0,
      'start-recording': true,
      'write-index': false,
      'ical-schedule': file,
      ...properties,
    } as Properties,
    'disk',
  );
  await behaviour.start?.(context);
  tap = context.taps.get('default') as TapHandler;
  tap.caps({ text: 'application/ogg', mediaType: 'application/ogg', streamHeader: [Buffer.from('<h>')] });
}

/** Plays the stream to a time: a keyframe `<n>` each full ten seconds, a delta buffer `.` five seconds later. */
function playTo(time: string): void {
  const end = (Date.parse(time) - Date.parse('2026-03-01T12:00:00Z')) / 1000;
  while (second < end) {
    const delta = second % 10 !== 0;
    const data = Buffer.from(delta ? '.' : `<${String(second)}>`);
    const pts = BigInt(second) * SECOND;
    tap.buffer({ data, pts, duration: 5n * SECOND, delta, header: false, discont: false });
    clock.run(5000);
    second += 5;
  }
}

/** Files by name, once the component has stopped. */
async function files(): Promise<Record<string, string>> {
  await behaviour.stop?.(context);
  const out = join(folder, 'out');
  const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    names.map(({ name, parentPath }) => [
      join(parentPath, name).slice(out.length + 1),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
  clock = new FakeClock('2026-03-01T12:00:00Z');
  behaviour = diskConsumer(clock).behaviour;
  second = 0;
});
afterEach(async () => {
  await behaviour.stop?.(context);
  expect(clock.waiting).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

test('only the event is recorded, from its first keyframe to the one after its end, under its title', async () => {
  await start(event('News %H.%M', ':20260301T120012Z', ':20260301T120032Z'));
  expect(context.stats).toMatchObject({ 'has-schedule': 1, recording: 0 });
  expect(context.stats['next-points']).toContain('start 2026-03-01T12:00+00:00 News');
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'News 12.00.ogg': '<h><20>.<30>.' });
  expect(context.stats).toMatchObject({ files: 1, recording: 0, 'next-points': '' });
});

test('its table has what will be recorded, and what is', async () => {
  await start(
    event('A', ':20260301T120010Z', ':20260301T120050Z') +
      event('B', ':20260314T100000Z', ':20260314T110000Z'),
  );
  const schedule = async (): Promise<readonly unknown[]> => {
    const rows = (await behaviour.tables?.['schedule']?.(context)) ?? [];
    return [...rows].map(({ what, active }) => [what, active]);
  };
  expect(await schedule()).toEqual([
    ['A', false],
    ['B', false],
  ]);
  playTo('2026-03-01T12:00:25Z');
  expect(await schedule()).toEqual([
    ['A', true],
    ['B', false],
  ]);
  playTo('2026-03-01T12:01:00Z');
  expect(await schedule()).toEqual([['B', false]]);
});

test('no event at the start: nothing is recorded', async () => {
  await start(event('Later', ':20260302T120000Z', ':20260302T130000Z'));
  playTo('2026-03-01T12:01:00Z');
  await behaviour.stop?.(context);
  expect(readdirSync(folder)).toEqual(['programme.ics']);
});

test('the title is a template in the time zone of the event', async () => {
  const [from, to] = [';TZID=Asia/Tokyo:20260301T210000', ';TZID=Asia/Tokyo:20260301T220000'];
  await start(event('%Y-%m-%d/%H%M %z', from, to));
  playTo('2026-03-01T12:00:10Z');
  expect(Object.keys(await files())).toEqual(['2026-03-01/2100 +0900.ogg']);
});

test('events that touch: each has its file, and nothing is lost between them', async () => {
  await start(
    event('A', ':20260301T120000Z', ':20260301T120020Z') +
      event('B', ':20260301T120020Z', ':20260301T120040Z'),
  );
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'A.ogg': '<h><0>.<10>.', 'B.ogg': '<h><20>.<30>.' });
});

test('events that overlap are each recorded whole', async () => {
  await start(
    event('A', ':20260301T120000Z', ':20260301T120030Z') +
      event('B', ':20260301T120010Z', ':20260301T120040Z'),
  );
  playTo('2026-03-01T12:00:20Z');
  await waitUntil('a file is being written', () => context.stats['recording'] === 1);
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'A.ogg': '<h><0>.<10>.<20>.', 'B.ogg': '<h><10>.<20>.<30>.' });
});

test('the overlap lets a recording go on after the event', async () => {
  await start(event('A', ':20260301T120000Z', ':20260301T120010Z'), { 'time-overlap': 20 });
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'A.ogg': '<h><0>.<10>.<20>.' });
});

test('an event is cut as the properties say, too', async () => {
  await start(event('A', ':20260301T120000Z', ':20260301T120040Z'), { 'rotate-type': 'time', time: 20 });
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'A.ogg': '<h><0>.<10>.', 'A.ogg.1': '<h><20>.<30>.' });
});

test('a new file that somebody wants is one of the event; without an event there is none', async () => {
  await start(event('A', ':20260301T120010Z', ':20260301T120050Z'));
  const newFile = (): unknown => behaviour.actions?.['new-file']?.(context, {});
  playTo('2026-03-01T12:00:05Z');
  expect(newFile).toThrow('nothing is being recorded');
  playTo('2026-03-01T12:00:25Z');
  newFile();
  playTo('2026-03-01T12:01:00Z');
  expect(newFile).toThrow('nothing is being recorded');
  expect(await files()).toEqual({ 'A.ogg': '<h><10>.<20>.', 'A.ogg.1': '<h><30>.<40>.' });
});

test('a title that cannot name a file is a warning, and the recording has the usual name', async () => {
  await start(event('../../etc/passwd', ':20260301T120000Z', ':20260301T120010Z'));
  playTo('2026-03-01T12:00:20Z');
  expect(context.said).toEqual([
    expect.objectContaining({
      level: 'warning',
      id: 'programme-name',
      text: expect.stringContaining('leads out of'),
    }),
  ]);
  expect(await files()).toEqual({ 'disk.20260301-120000.ogg': '<h><0>.' });
});

test('a calendar decides, also where nothing is recorded without one', async () => {
  await start(event('A', ':20260301T120010Z', ':20260301T120030Z'), { 'start-recording': false });
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'A.ogg': '<h><10>.<20>.' });
});

test('recording that is switched off stays off during an event, and the next one is recorded', async () => {
  await start(
    event('A', ':20260301T120000Z', ':20260301T120040Z') +
      event('B', ':20260301T120050Z', ':20260301T120055Z'),
  );
  playTo('2026-03-01T12:00:10Z');
  Object.assign(context.properties, { 'start-recording': false });
  await behaviour.changed?.(context, 'start-recording', false);
  playTo('2026-03-01T12:01:00Z');
  expect(await files()).toEqual({ 'A.ogg': '<h><0>.', 'B.ogg': '<h><50>.' });
});
