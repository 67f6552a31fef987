import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { FakeClock } from '../../../test/support/fake-clock';
import { waitUntil } from '../../../test/support/wait-until';
import { followCalendar, type FollowedCalendar } from '../src/schedule';

let folder: string;
let file: string;
let clock: FakeClock;
let context: FakeContext<object>;
let followed: FollowedCalendar;
let changes: number;

function text(title: string, from = '110000', to = '130000'): string {
  const lines = [
    'BEGIN:VEVENT',
    `SUMMARY:${title}`,
    `DTSTART:20260301T${from}Z`,
    `DTEND:20260301T${to}Z`,
    'END:VEVENT',
  ];
  return ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\n');
}

async function follow(): Promise<void> {
  followed = await followCalendar(context, file, () => changes++, clock);
}

/** Looks at the file until something holds; each look takes real time. */
async function looks(what: string, holds: () => boolean): Promise<void> {
  await waitUntil(what, () => {
    clock.run(5000);
    return holds();
  });
}

const titles = (): string[] => followed.state.active.map(({ summary }) => summary);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ical-'));
  file = join(folder, 'schedule.ics');
  clock = new FakeClock('2026-03-01T12:00:00Z');
  context = fakeContext<object>({});
  changes = 0;
});
afterEach(() => {
  followed.close();
  expect(clock.waiting).toBe(0);
  rmSync(folder, { recursive: true });
});

test('the file is read at the start, and again when it has changed', async () => {
  writeFileSync(file, text('one'));
  await follow();
  expect(titles()).toEqual(['one']);
  expect(changes).toBe(1);
  writeFileSync(file, text('other'));
  await looks('the new title', () => titles()[0] === 'other');
  expect(context.said).toEqual([]);
});

test('a bad file leaves the old schedule in force, with a warning that names the line, until it is corrected', async () => {
  writeFileSync(file, text('one'));
  await follow();
  writeFileSync(file, text('two').replace('DTEND:', 'DTEND '));
  await looks('the warning', () => context.said.length > 0);
  expect(context.said).toEqual([
    expect.objectContaining({
      level: 'warning',
      id: 'ical-schedule',
      text: expect.stringMatching(/stays in force: line 5: invalid line/),
    }),
  ]);
  expect(titles()).toEqual(['one']);
  writeFileSync(file, text('three'));
  await looks('the new title', () => titles()[0] === 'three');
  expect(context.said).toEqual([]);
});

test('a file that is bad or absent from the start is an error, until it is there', async () => {
  await follow();
  expect(context.said).toEqual([
    expect.objectContaining({ level: 'error', text: expect.stringContaining('ENOENT') }),
  ]);
  expect(changes).toBe(1);
  writeFileSync(file, text('one'));
  await looks('the title', () => titles()[0] === 'one');
  expect(context.said).toEqual([]);
});

test('a file that vanishes leaves its schedule, with a warning; the same file again clears it', async () => {
  writeFileSync(file, text('one'));
  await follow();
  rmSync(file);
  await looks('the warning', () => context.said[0]?.level === 'warning');
  expect(titles()).toEqual(['one']);
  writeFileSync(file, text('one'));
  await looks('the end of the warning', () => context.said.length === 0);
});

test('a file that is still being written is left alone until it rests', async () => {
  writeFileSync(file, text('one'));
  await follow();
  for (let part = 0; part < 3; part++) {
    writeFileSync(file, text('two').slice(0, 60 + part));
    const looked = changes;
    clock.run(5000);
    // The look is under way; its result must not be a warning, whatever it saw.
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(changes).toBe(looked);
    expect(context.said).toEqual([]);
  }
  writeFileSync(file, text('two'));
  await looks('the title', () => titles()[0] === 'two');
});
