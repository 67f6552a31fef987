import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pictures } from '../../../test/support/decode';
import { playComponent, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import disk from '../src';

const OGG =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=64,height=48,framerate=20/1 ! theoraenc keyframe-force=4 keyframe-auto=false ! oggmux max-delay=50000000 max-page-delay=50000000';
/** Every buffer can be recorded from. */
const JPEG =
  'videotestsrc is-live=true ! video/x-raw,width=64,height=48,framerate=20/1 ! jpegenc ! multipartmux';

let folder: string;
let played: Played | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(async () => {
  await played?.stop();
  played = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

test('an event that begins soon is recorded, and the file plays', async () => {
  const file = join(folder, 'programme.ics');
  const [from, to] = [stamp(Date.now() + 6000), stamp(Date.now() + 12_000)];
  const event = ['BEGIN:VEVENT', `DTSTART:${from}`, `DTEND:${to}`, 'SUMMARY:Morning %Y', 'END:VEVENT'];
  writeFileSync(file, ['BEGIN:VCALENDAR', ...event, 'END:VCALENDAR', ''].join('\n'));
  const directory = join(folder, 'out');
  played = await playComponent(disk, {
    inputs: { default: OGG },
    properties: { directory, 'ical-schedule': file },
  });
  const { stats } = played.state;
  expect(stats).toMatchObject({ 'has-schedule': 1, recording: 0 });
  expect(stats['next-points']).toMatch(/^start .* Morning %Y; end/);
  await waitUntil('the recording', () => played?.state.stats['recording'] === 1);
  await waitUntil('its end', () => played?.state.stats['recording'] === 0, 20_000);
  await played.stop();
  played = undefined;
  const [name = ''] = readdirSync(directory);
  expect(name).toBe(`Morning ${from.slice(0, 4)}.ogg`);
  const seen = await pictures(join(directory, name), { width: 16, height: 12, format: 'gray' });
  const [first, last] = [seen[0]?.time ?? 0, seen.at(-1)?.time ?? 0];
  expect(last - first).toBeGreaterThan(1.5);
  expect(last - first).toBeLessThan(10);
  // A white ball on black.
  expect(seen.every(({ pixels }) => pixels.some((light) => light > 60))).toBe(true);
  expect(seen.length).toBeGreaterThan(30);
});

test('a new file is begun while a stream is recorded; both play, no picture is lost, the table has both', async () => {
  const directory = join(folder, 'out');
  const properties = { directory, filename: 'part', 'write-index': true };
  played = await playComponent(disk, { inputs: { default: OGG }, properties });
  await waitUntil('the recording', () => played?.state.stats['recording'] === 1);
  await waitUntil('a second of it', async () => {
    const [file] = (await played?.table('files')) ?? [];
    return Number(file?.['seconds']) >= 1;
  });
  await played.act('new-file');
  await waitUntil('the second file', () => played?.state.stats['files'] === 2);
  await waitUntil('a second of it', async () => {
    const [file] = (await played?.table('files')) ?? [];
    return file?.['name'] === 'part.ogg.1' && Number(file['seconds']) >= 1;
  });
  await waitUntil(
    'the first file to end',
    async () => (await played?.table('files', { writing: 'false' }))?.length === 1,
  );
  await played.stop();
  played = await playComponent(disk, {
    inputs: { default: OGG },
    properties: { ...properties, 'start-recording': false },
  });
  const kept = await played.table('files');
  expect(kept.map(({ name, writing }) => [name, writing])).toEqual([
    ['part.ogg.1', false],
    ['part.ogg', false],
  ]);
  const [one, two] = await Promise.all(
    ['part.ogg', 'part.ogg.1'].map((name) =>
      pictures(join(directory, name), { width: 16, height: 12, format: 'gray' }),
    ),
  );
  const times = [...(one ?? []), ...(two ?? [])].map(({ time }) => time);
  const steps = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) * 20));
  expect(steps.every((step) => step === 1)).toBe(true);
  const lengths = kept.map(({ seconds }) => Number(seconds)).reverse();
  expect(lengths[0]).toBeCloseTo((one?.length ?? 0) / 20, 0);
  expect(lengths[1]).toBeCloseTo((two?.length ?? 0) / 20, 0);
});

test('starts and stops 20 times and leaves nothing behind', async () => {
  const properties = { directory: folder, 'write-index': true };
  await restartsCleanly(
    disk,
    { inputs: { default: JPEG }, properties },
    (one) => one.state.stats['recording'] === 1,
  );
});
