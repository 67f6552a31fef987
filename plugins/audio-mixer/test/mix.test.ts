import { beforeEach, expect, test } from '@jest/globals';
import { fakeContext } from '../../../test/support/fake-context';
import { Mix, type MixerContext } from '../src/mix';

const PROPERTIES = { input: [], ducking: [], volume: 0.5, gain: 0, fade: 70, limiter: false, delay: 300 };

let context: ReturnType<typeof fakeContext<MixerContext['properties']>>;
let ramps: (readonly unknown[])[];
let now: number;
let mix: Mix;
beforeEach(() => {
  ramps = [];
  now = 0;
  context = fakeContext(PROPERTIES as unknown as MixerContext['properties']);
  context.element = (name) => ({
    factory: '',
    get: () => undefined,
    set: () => undefined,
    ramp: (...move) => ramps.push([name, ...move]),
  });
  mix = new Mix(context, () => now);
});

/** Has a meter say how loud the last tenth of a second was, in dB. */
function meter(source: string, level: number): void {
  const values = `(GValueArray)< ${String(level)}, -90 >`;
  const text = `level, running-time=(guint64)0, duration=(guint64)100000000, rms=${values}, peak=${values}, decay=${values};`;
  mix.level({ source, name: 'level', text });
}

function input(values: object): void {
  const one = { 'feeder-alias': 'music', volume: 1, gain: 0, mute: false, pan: 0, fade: 200, ...values };
  Object.assign(context, { properties: { ...context.properties, input: [one] } });
  mix.arrange();
}

test('an input is set when it comes; later only what changes moves', () => {
  mix.join('music');
  expect(ramps.splice(0)).toEqual([
    ['volume', 'volume', 0.5, 0],
    ['volume:music', 'volume', 1, 0],
    ['pan:music', 'panorama', 0, 0],
  ]);
  input({ volume: 0.5 });
  expect(ramps.splice(0)).toEqual([['volume:music', 'volume', 0.5, 200]]);
  input({ volume: 0.5, pan: -1 });
  expect(ramps.splice(0)).toEqual([['pan:music', 'panorama', -1, 400]]);
  input({ mute: true, pan: -1, fade: 3000 });
  expect(ramps.splice(0)).toEqual([['volume:music', 'volume', 0, 3000]]);
});

test('ducking goes on top of the volume', () => {
  const rule = {
    'feeder-alias': 'music',
    'by-alias': 'voice',
    gain: -20,
    threshold: -40,
    attack: 90,
    hold: 0,
  };
  Object.assign(context, { properties: { ...context.properties, ducking: [{ ...rule, release: 500 }] } });
  mix.join('music');
  mix.join('voice');
  ramps.splice(0);
  meter('level:voice', -30);
  expect(ramps.splice(0)).toEqual([['volume:music', 'volume', 0.1, 90]]);
  expect(context.stats).toMatchObject({ 'input-duck.music': -20, 'input-rms.voice': -30 });
  now = 1000;
  mix.look();
  expect(ramps).toEqual([['volume:music', 'volume', 1, 500]]);
});

test('clipping is told of once, and for ten seconds after it was last heard', () => {
  const said = (): readonly string[] => context.said.map(({ id }) => id);
  meter('level', 0);
  expect(said()).toEqual([]);
  meter('level', 3);
  expect(context.said).toMatchObject([{ id: 'clipping', text: expect.stringContaining('3.0 dB too loud') }]);
  now = 5000;
  meter('level', 1);
  now = 14_900;
  mix.look();
  expect(said()).toEqual(['clipping']);
  now = 15_000;
  mix.look();
  expect(said()).toEqual([]);
});
