import type { EaterFlow } from '@flumotion/core/plugin';
import { fakeContext } from '../../../test/support/fake-context';
import { FakeClock } from '../../../test/support/fake-clock';
import { audioForm, videoForm } from '../src/form';
import { avRails } from '../src/rails';
import { Switcher, type SwitchContext } from '../src/switcher';

const CAPS = {
  video: 'video/x-raw, width=(int)64, height=(int)48, framerate=(fraction)25/1',
  audio: 'audio/x-raw, rate=(int)16000, channels=(int)1',
};

const SOURCES = ['primary', 'backup', 'filler'];

let clock: FakeClock;
let flows: Map<string, { connected: boolean; buffers: number; fed: boolean }>;
let gates: Map<string, boolean>;
let context: ReturnType<typeof fakeContext<object>>;
let switcher: Switcher;
let hold: number;

/** Sources that are linked, as `video-primary`, all of them fed. */
function begin(...aliases: readonly string[]): void {
  for (const alias of aliases) flows.set(alias, { connected: true, buffers: 0, fed: true });
  const over: Partial<SwitchContext> = {
    eaters: () =>
      [...flows].map(([alias, { connected, buffers }]): EaterFlow => {
        return { alias, connected, buffers, caps: alias.startsWith('video') ? CAPS.video : CAPS.audio };
      }),
    element: (name) => ({
      factory: '',
      get: () => undefined,
      set: (property, value) => void (property === 'drop' && gates.set(name, value === false)),
      ramp: () => undefined,
    }),
  };
  const rails = avRails(SOURCES).map((rail) => ({ ...rail, filler: `${String(rail.medium)}-none` }));
  switcher = new Switcher(
    { ...context, ...over },
    {
      sources: SOURCES,
      rails,
      rules: () => ({ replace: true, comeBack: true, hold }),
      lostAfter: () => 500,
      patience: 2000,
    },
    clock,
  );
  for (const rail of rails) {
    switcher.fix(rail, rail.medium === 'video' ? videoForm({ width: 64 }) : audioForm({ rate: 16_000 }));
  }
  switcher.begin(undefined);
}

/** Lets time go by while what is fed brings a buffer every 20 ms. */
function run(milliseconds: number): void {
  for (let passed = 0; passed < milliseconds; passed += 20) {
    for (const flow of flows.values()) if (flow.fed) flow.buffers++;
    clock.run(20);
  }
}

const open = (): string[] =>
  [...gates]
    .filter(([, is]) => is)
    .map(([name]) => name)
    .sort();
const state = (alias: string, fed: boolean, connected = fed): void => {
  Object.assign(flows.get(alias) as object, { fed, connected });
};

beforeEach(() => {
  clock = new FakeClock('2026-03-01T12:00:00Z');
  flows = new Map();
  gates = new Map();
  context = fakeContext<object>({});
  hold = 1000;
});
afterEach(() => {
  switcher.close();
  expect(clock.waiting).toBe(0);
});

test('one gate a medium is open, and both change together', () => {
  begin('video-primary', 'audio-primary', 'video-backup', 'audio-backup');
  run(400);
  expect(open()).toEqual(['audio-primary-gate', 'video-primary-gate']);
  state('audio-primary', false);
  run(200);
  expect(open()).toEqual(['audio-backup-gate', 'video-backup-gate']);
  expect(context.stats).toEqual({ 'active-eater': 'backup', switches: 1 });
  expect(context.said).toEqual([
    expect.objectContaining({ text: 'primary is not on air, backup is on air' }),
  ]);
});

test('a feed that is connected but gives nothing is lost after the time set', () => {
  begin('video-primary', 'audio-primary', 'video-backup', 'audio-backup');
  run(400);
  state('video-primary', false, true);
  run(400);
  expect(context.stats['active-eater']).toBe('primary');
  run(300);
  expect(context.stats['active-eater']).toBe('backup');
});

test('the better one comes back when it has been there for the hold time, and not before', () => {
  begin('video-primary', 'audio-primary', 'video-backup', 'audio-backup');
  run(400);
  state('video-primary', false);
  run(400);
  state('video-primary', true);
  run(800);
  expect(context.stats['active-eater']).toBe('backup');
  // A break begins the time anew.
  state('video-primary', false);
  run(200);
  state('video-primary', true);
  run(900);
  expect(context.stats['active-eater']).toBe('backup');
  run(400);
  expect(context.stats['active-eater']).toBe('primary');
  expect(context.said).toEqual([]);
});

test('at the start the best is waited for, but not for ever', () => {
  begin('video-primary', 'audio-primary', 'video-backup', 'audio-backup');
  state('video-primary', false);
  run(1800);
  expect(open()).toEqual(['audio-none', 'video-none']);
  run(400);
  expect(open()).toEqual(['audio-backup-gate', 'video-backup-gate']);
});

test('nothing there: the filler gates; a source without sound leaves that to the next that has it', () => {
  begin('video-primary', 'video-backup', 'audio-backup');
  for (const alias of flows.keys()) state(alias, false);
  run(2200);
  expect(open()).toEqual(['audio-none', 'video-none']);
  state('video-primary', true);
  run(300);
  expect(open()).toEqual(['audio-none', 'video-primary-gate']);
  state('video-backup', true);
  state('audio-backup', true);
  run(300);
  expect(open()).toEqual(['audio-backup-gate', 'video-primary-gate']);
});

test('what is asked for goes on air at once', () => {
  hold = 0;
  begin('video-primary', 'video-backup', 'audio-backup');
  run(400);
  switcher.want('backup');
  expect(open()).toEqual(['audio-backup-gate', 'video-backup-gate']);
  switcher.want(undefined);
  expect(context.stats['active-eater']).toBe('primary');
});
