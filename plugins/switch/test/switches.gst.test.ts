import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentDefinition, PropertyValues } from '@flumotion/core/plugin';
import { playComponent, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { avSwitch, avWatchdog } from '../src/av';
import { patternSwitch } from '../src/pattern';
import { singleSwitch, singleWatchdog } from '../src/single';
import { Air, pictures, tone } from './air';

const BOTH = {
  'video-master': pictures('white'),
  'audio-master': tone(1000),
  'video-backup': pictures('green', 'width=96,height=72,framerate=10/1'),
  'audio-backup': tone(400, 'rate=44100,channels=2,layout=interleaved'),
};

let air: Air;
let folder: string;
async function play(
  component: ComponentDefinition,
  inputs: Readonly<Record<string, string>>,
  properties: PropertyValues = {},
): Promise<Played> {
  const feeder = 'default' in (component.spec.feeders ?? {}) ? 'default' : undefined;
  air = new Air(await playComponent(component, { inputs, properties }), feeder, feeder);
  return air.played;
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switch-'));
});
afterEach(async () => {
  await air.played.stop();
  rmSync(folder, { recursive: true });
});

/** Times that go back, in seconds. */
function backwards(): number[] {
  const { times } = air.played.output();
  return times.slice(1).filter((time, at) => time < (times[at] ?? 0));
}

describe('single-switch-combiner', () => {
  const inputs = { master: pictures('white'), backup: pictures('green') };

  test('pictures: changes at once when it is asked to, while it runs', async () => {
    const played = await play(singleSwitch(), inputs);
    await air.onAir('master');
    await air.shows('white');
    await played.set('active-eater', 'backup');
    await air.onAir('backup');
    await air.shows('green');
    await played.set('active-eater', 'master');
    await air.shows('white');
    expect(played.state.stats['switches']).toBe(2);
    expect(backwards()).toEqual([]);
    expect(new Set(played.output().caps.map(({ text }) => text)).size).toBe(1);
  });

  test('sound', async () => {
    const played = await play(singleSwitch(), { master: tone(1000), backup: tone(400) });
    await air.sounds(1000);
    await played.set('active-eater', 'backup');
    await air.sounds(400);
  });

  test('a source that is not there is told, waited for and then put on air', async () => {
    const played = await play(singleSwitch(), { ...inputs, backup: '' });
    await air.onAir('master');
    await played.set('active-eater', 'backup');
    expect(played.state.messages).toEqual([
      expect.objectContaining({
        level: 'warning',
        id: 'temporary-switch-problem',
        text: expect.stringMatching(/^backup is not on air, master is/),
      }),
    ]);
    await air.shows('white');
    await played.restore('backup', pictures('green'));
    await air.onAir('backup');
    await air.shows('green');
    expect(played.state.messages).toEqual([]);
  });

  test('a source of another form is refused with both forms, since nothing is converted', async () => {
    const played = await play(singleSwitch(), { master: pictures('white'), backup: BOTH['video-backup'] });
    await air.onAir('master');
    await played.set('active-eater', 'backup');
    const count = played.output().buffers.length;
    await played.output().have(count + 10);
    expect(played.state.messages.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^backup has another form .* width=96 .* instead of .* width=64/),
      ]),
    );
    await air.shows('white');
  });

  test('a calendar puts backup on air for its events', async () => {
    const file = join(folder, 'switch.ics');
    const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
    const now = Date.now();
    const whole = (at: number): number => Math.floor(at / 1000) * 1000;
    const [from, to] = [stamp(now + 6000), stamp(now + 10_000)];
    const event = ['BEGIN:VEVENT', `DTSTART:${from}`, `DTEND:${to}`, 'SUMMARY:Show', 'END:VEVENT'];
    writeFileSync(file, ['BEGIN:VCALENDAR', ...event, 'END:VCALENDAR', ''].join('\n'));
    const played = await play(singleSwitch(), inputs, { 'ical-schedule': file });
    expect(played.state.stats['next-points']).toMatch(/^start .* Show; end .* Show$/);
    const [show, ...others] = await played.table('schedule');
    expect(show).toMatchObject({ start: whole(now + 6000), end: whole(now + 10_000), what: 'Show' });
    expect(others).toEqual([]);
    await air.onAir('master');
    await air.onAir('backup');
    await air.shows('green');
    expect(Date.now()).toBeGreaterThanOrEqual(now + 5000);
    await air.onAir('master');
    await air.shows('white');
  });

  test('stays on a source that is lost, and goes on with it', async () => {
    const played = await play(singleSwitch(), inputs);
    await air.onAir('master');
    await played.lose('master');
    await played.restore('master', pictures('black'));
    await air.shows('black');
    expect(air.active).toBe('master');
    expect(backwards()).toEqual([]);
  });
});

test('single-basic-watchdog-combiner: the other source takes the place of one that is lost', async () => {
  const played = await play(singleWatchdog(), { master: pictures('white'), backup: pictures('green') });
  await air.onAir('master');
  await played.lose('master');
  await air.onAir('backup');
  await air.shows('green');
  await played.restore('master');
  await air.onAir('master');
  await air.shows('white');
  expect(backwards()).toEqual([]);
});

describe('av-switch-combiner', () => {
  test('pictures and sound change together; what leaves keeps the form of the first', async () => {
    const played = await play(avSwitch(), BOTH);
    await air.shows('white');
    await air.sounds(1000);
    await played.set('active-eater', 'backup');
    await air.shows('green');
    await air.sounds(400);
    air.expectWhole();
    expect(played.output('video').caps[0]?.text).toMatch(/width=\(int\)64.*framerate=\(fraction\)20\/1/);
    expect(played.output('audio').caps[0]?.text).toMatch(/rate=\(int\)16000.*channels=\(int\)1/);
  });

  test('what leaves has the form that is set', async () => {
    const form = {
      'video-width': 80,
      'video-height': 60,
      'video-framerate': [15, 1],
      'video-pixel-aspect-ratio': [1, 1],
    };
    const played = await play(avSwitch(), BOTH, { ...form, 'audio-samplerate': 22_050, 'audio-channels': 2 });
    await air.onAir('master');
    await played.output('video').have(5);
    await played.output('audio').have(5);
    expect(played.output('video').caps[0]?.text).toMatch(
      /width=\(int\)80, height=\(int\)60.*framerate=\(fraction\)15\/1/,
    );
    expect(played.output('audio').caps[0]?.text).toMatch(/rate=\(int\)22050.*channels=\(int\)2/);
  });

  test('a pair without sound yet is not put on air', async () => {
    const played = await play(avSwitch(), { ...BOTH, 'audio-backup': '' });
    await air.onAir('master');
    await played.set('active-eater', 'backup');
    await air.shows('white');
    await played.restore('audio-backup', tone(400));
    await air.onAir('backup');
    await air.sounds(400);
  });
});

test('av-basic-watchdog-combiner: a pair that has lost its sound is replaced', async () => {
  const played = await play(avWatchdog(), BOTH);
  await air.onAir('master');
  await played.stall('audio-master', true);
  await air.onAir('backup');
  await air.shows('green');
  await air.sounds(400);
  await played.stall('audio-master', false);
  await air.onAir('master');
  await air.sounds(1000);
  air.expectWhole();
});

test('av-pattern-switch-combiner: a mark in the pictures puts backup on air, another master', async () => {
  const marked = (data: number): string =>
    `${pictures('white')} ! simplevideomark pattern-data=${String(data)}`;
  const played = await play(
    patternSwitch(),
    { ...BOTH, 'video-master': marked(0) },
    {
      'eater-with-stream-markers': 'video-master',
    },
  );
  await air.onAir('master');
  await played.lose('video-master');
  await played.restore('video-master', marked(1));
  await air.onAir('backup');
  await air.shows('green');
  await played.lose('video-master');
  await played.restore('video-master', marked(0));
  await air.onAir('master');
  air.expectWhole();
});

test.each([
  ['single-switch-combiner', singleSwitch(), { master: pictures('white') }],
  [
    'av-switch-combiner',
    avSwitch(),
    { 'video-master': BOTH['video-master'], 'audio-master': BOTH['audio-master'] },
  ],
])('%s starts and stops 20 times and leaves nothing behind', async (_, component, inputs) => {
  await play(component, {});
  await restartsCleanly(component, { inputs });
});
