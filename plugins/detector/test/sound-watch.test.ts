import { beforeEach, expect, test } from '@jest/globals';
import { fakeContext } from '../../../test/support/fake-context';
import { SoundWatch, type SoundValues } from '../src/sound-watch';

const VALUES: SoundValues = {
  'silence-level': -60,
  'silence-time': 2,
  'channel-time': 2,
  'clipping-level': -0.1,
  'clipping-time': 2,
  'steady-range': 0.2,
  'steady-time': 5,
  'phase-time': 2,
  hysteresis: 3,
  'clear-time': 1,
};

let context: ReturnType<typeof fakeContext<SoundValues>>;
let watch: SoundWatch;
let now: number;
beforeEach(() => {
  context = fakeContext(VALUES);
  watch = new SoundWatch(context, () => Date.UTC(2026, 0, 1, 12, 0, 0));
  now = 100;
});

function list(values: readonly number[]): string {
  return `(GValueArray)< ${values.map((value) => (value === -Infinity ? '-inf' : String(value))).join(', ')} >`;
}

/** Has meters say so for some seconds, four times a second. */
function hear(seconds: number, rms: readonly number[], peak: readonly number[] = rms, mono?: number): void {
  for (let count = 0; count < seconds * 4; count++, now += 0.25) {
    const when = `running-time=(guint64)${String(now * 1e9)}, duration=(guint64)250000000`;
    // Programme moves; only what a test is to find steady does not.
    const moved = rms.map((level) => level + (level > -50 && rms.length < 3 ? (count % 3) * 0.5 : 0));
    const text = `level, ${when}, rms=${list(moved)}, peak=${list(peak)}, decay=${list(peak)};`;
    watch.take({ source: 'level', name: 'level', text });
    if (mono === undefined) continue;
    watch.take({
      source: 'mono',
      name: 'level',
      text: `level, ${when}, rms=${list([mono])}, peak=${list([mono])};`,
    });
  }
}

const said = (): readonly string[] => context.said.map(({ id }) => id);

test('programme is fine', () => {
  hear(60, [-20, -22], [-3, -3], -21);
  expect(said()).toEqual([]);
  expect(context.stats).toMatchObject({ 'volume-rms': -19, 'alarm.silence': 0, 'alarm.phase': 0 });
});

test('silence is told of with its time, and goes when sound has been back for a while', () => {
  hear(1.75, [-Infinity, -70]);
  expect(said()).toEqual([]);
  hear(0.25, [-Infinity, -70]);
  expect(context.said).toEqual([
    {
      level: 'warning',
      id: 'silence',
      text: 'There has been silence since 11:59:58 UTC: no channel is above -60.0 dB.',
      advice: expect.stringContaining('silence-level'),
    },
  ]);
  expect(context.stats).toMatchObject({ 'alarm.silence': 1, alarms: 1 });
  hear(4, [-58, -58]);
  expect(said()).toEqual(['silence']);
  hear(1, [-40, -40]);
  expect(said()).toEqual(['silence']);
  hear(0.25, [-40, -40]);
  expect(said()).toEqual([]);
  expect(context.stats['alarm.silence']).toBe(0);
});

test('one channel that is silent is told of, and which', () => {
  hear(2, [-20, -Infinity]);
  expect(context.said).toMatchObject([
    { id: 'channel-silence', text: expect.stringContaining('Channel 2 of 2') },
  ]);
  hear(3, [-Infinity, -Infinity]);
  expect(said()).toEqual(['silence']);
});

test('peaks that are too loud again and again are told of', () => {
  hear(0.25, [-6], [0]);
  hear(3, [-6], [-1]);
  expect(said()).toEqual([]);
  for (let count = 0; count < 3; count++) {
    hear(0.25, [-6], [0]);
    hear(0.75, [-6], [-2]);
  }
  expect(said()).toEqual(['clipping']);
  hear(2.5, [-6], [-4]);
  expect(said()).toEqual([]);
});

test('a level that stands still is told of, unless it is silence', () => {
  hear(6, [-20, -20, -20]);
  expect(said()).toEqual(['steady-sound']);
  hear(2, [-20]);
  expect(said()).toEqual([]);
  hear(10, [-70, -70, -70]);
  expect(said()).toEqual(['silence']);
});

test('channels that cancel each other out are told of', () => {
  hear(2.5, [-20, -20], [-3, -3], -50);
  expect(said()).toEqual(['phase']);
  hear(2, [-20, -20], [-3, -3], -24);
  expect(said()).toEqual([]);
  hear(5, [-20, -80], [-3, -80], -60);
  expect(said()).toEqual(['channel-silence']);
});

test('a time of 0 switches a judgement off, also one that was told', () => {
  hear(3, [-Infinity]);
  expect(said()).toEqual(['silence']);
  Object.assign(context, { properties: { ...VALUES, 'silence-time': 0 } });
  hear(0.25, [-Infinity]);
  expect(said()).toEqual([]);
});
