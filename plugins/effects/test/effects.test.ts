import { expect, test } from '@jest/globals';
import { checkPlug } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import effects from '../src';

test.each(effects.map((effect) => [effect.spec.type, effect] as const))(
  '%s is declared soundly',
  (_, effect) => {
    expect(checkPlug(effect)).toEqual([]);
  },
);

const BOUNDS: readonly [type: string, fine: object, refused: object, words: string][] = [
  ['effect-volume', { volume: 4 }, { volume: 4.1 }, 'volume: 4.1 is not'],
  ['effect-volume', { volume: 0 }, { volume: -0.1 }, 'volume: -0.1 is not'],
  ['effect-audioconvert', { samplerate: 4000, channels: 8 }, { samplerate: 3999 }, 'samplerate: 3999 is not'],
  ['effect-audioconvert', { tolerance: 0 }, { channels: 0 }, 'channels: 0 is not'],
  ['effect-audioresync', { delay: -5000 }, { delay: -5001 }, 'delay: -5001 is not'],
  ['effect-audioresync', { delay: 5000 }, { delay: 0.5 }, 'delay: 0.5 is not'],
  ['effect-colorbalance', { hue: 0, saturation: 100 }, { hue: 101 }, 'hue: 101 is not'],
  [
    'effect-deinterlace',
    { mode: 'interlaced', method: 'yadif' },
    { method: 'yadiff' },
    'did you mean "yadif"',
  ],
  ['effect-videorate', { framerate: [240, 1] }, { framerate: [241, 1] }, 'framerate: 241/1 is not'],
  ['effect-videorate', { framerate: [1, 100] }, {}, 'framerate: a value is required'],
  ['effect-videoscale', { width: 16, height: 8192 }, { width: 15 }, 'width: 15 is not'],
  ['effect-keyunits-scheduler', { interval: 100 }, { interval: 99 }, 'interval: 99 is not'],
];

test.each(BOUNDS)('%s takes %j and refuses %j', (type, fine, refused, words) => {
  const effect = effects.find(({ spec }) => spec.type === type);
  if (!effect) throw new Error(`no ${type}`);
  expect(refusals(effect, fine as Record<string, unknown>)).toEqual([]);
  expect(refusals(effect, refused as Record<string, unknown>)).toEqual([expect.stringContaining(words)]);
});
