import { playComponent } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { runningTime } from '../../../test/support/running-time';
import { fallbackSwitch } from '../src/fallback';
import { Air, pictures, tone } from './air';

const FORM = {
  'video-width': 64,
  'video-height': 48,
  'video-framerate': [20, 1],
  'audio-samplerate': 16_000,
  'audio-channels': 1,
  'lost-after': 600,
  'hold-time': 0.6,
} as const;

const INPUTS = {
  'video-primary': pictures('white'),
  'audio-primary': tone(1000),
  // Another size, rate and layout: what leaves the switch stays the same.
  'video-backup': pictures('green', 'width=96,height=72,framerate=10/1'),
  'audio-backup': tone(400, 'rate=44100,channels=2,layout=interleaved'),
};

let air: Air;
afterEach(async () => {
  await air.played.stop();
});

test('the primary is on air; its end brings the backup within a second, its return the primary', async () => {
  air = new Air(await playComponent(fallbackSwitch(), { properties: FORM, inputs: INPUTS }));
  const { played } = air;
  await air.onAir('primary');
  await air.shows('white');
  await air.sounds(1000);
  const cut = runningTime();
  await played.lose('video-primary');
  await air.onAir('backup');
  expect(runningTime() - cut).toBeLessThan(2000);
  await air.shows('green');
  await air.sounds(400);
  expect(played.state.messages.map(({ text }) => text)).toEqual(['primary is not on air, backup is on air']);
  expect(played.state.mood).toBe('happy');
  await played.restore('video-primary');
  await air.onAir('primary');
  await air.shows('white');
  await air.sounds(1000);
  air.expectWhole();
});

test('a source that stands still, its connection up, is lost after the time that is set', async () => {
  air = new Air(await playComponent(fallbackSwitch(), { properties: FORM, inputs: INPUTS }));
  const { played } = air;
  await air.onAir('primary');
  await air.shows('white');
  await played.stall('audio-primary', true);
  await air.onAir('backup');
  await air.shows('green');
  await air.sounds(400);
  await played.stall('audio-primary', false);
  await air.onAir('primary');
  await air.shows('white');
  air.expectWhole();
});

test('without any source: black and silence, paced by the clock; then each that comes by its rank', async () => {
  const inputs = { 'video-primary': '', 'audio-primary': '', 'video-backup-2': '', 'video-filler': '' };
  air = new Air(
    await playComponent(fallbackSwitch(), {
      properties: FORM,
      inputs,
      past: 100,
    }),
  );
  const { played } = air;
  await air.shows('black');
  await air.sounds(0);
  const [first] = played.output('video').times;
  expect(first).toBeGreaterThan(100);
  const before = played.output('video').buffers.length;
  const since = played.now();
  await played.output('video').have(before + 20);
  expect(played.now() - since).toBeGreaterThan(0.7);
  await played.restore('video-filler', pictures('white'));
  await air.onAir('filler');
  await air.shows('white');
  // The filler brings no sound.
  await air.sounds(0);
  await played.restore('video-backup-2', pictures('green'));
  await air.onAir('backup-2');
  await air.shows('green');
  // Half of a source is none.
  await played.restore('audio-primary', tone(1000));
  await played.restore('video-primary', pictures('white'));
  await air.onAir('primary');
  await air.sounds(1000);
  await played.lose('video-primary');
  await played.lose('video-backup-2');
  await played.lose('video-filler');
  await air.shows('black');
  await air.sounds(0);
  expect(air.active).toBe('none');
  air.expectWhole();
});

test('what is asked for goes on air while the component runs; with "stay" nothing comes back by itself', async () => {
  air = new Air(await playComponent(fallbackSwitch(), { properties: FORM, inputs: INPUTS }));
  const { played } = air;
  await air.onAir('primary');
  await played.set('active-eater', 'backup');
  await air.onAir('backup');
  await air.shows('green');
  await played.set('return-policy', 'stay');
  await played.set('active-eater', 'auto');
  const frames = played.output('video').buffers.length;
  await played.output('video').have(frames + 30);
  expect(air.active).toBe('backup');
  await played.lose('audio-backup');
  await air.onAir('primary');
  await air.shows('white');
  air.expectWhole();
});

test('starts and stops 20 times and leaves nothing behind', async () => {
  air = new Air(await playComponent(fallbackSwitch(), { properties: FORM }));
  await restartsCleanly(fallbackSwitch(), {
    properties: FORM,
    inputs: { 'video-primary': INPUTS['video-primary'] },
  });
});
