import { expect, test } from '@jest/globals';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import { videoDetector } from '../src/picture';
import { audioDetector, audioDetectorEffect } from '../src/sound';

test('the declarations are sound', () => {
  expect(checkComponent(audioDetector)).toEqual([]);
  expect(checkComponent(videoDetector)).toEqual([]);
  expect(checkPlug(audioDetectorEffect)).toEqual([]);
});

test.each([
  [
    audioDetector,
    { 'silence-level': -90, 'silence-time': 0, 'clear-time': 0 },
    { 'silence-level': -91 },
    'silence-level',
  ],
  [audioDetector, { 'silence-time': 86_400, hysteresis: 20 }, { 'silence-time': 86_401 }, 'silence-time'],
  [audioDetector, { 'clipping-level': 0, 'steady-range': 6 }, { 'clipping-level': 0.1 }, 'clipping-level'],
  [audioDetector, { 'no-data-time': 0 }, { 'no-data-time': -1 }, 'no-data-time'],
  [audioDetectorEffect, { 'phase-time': 5 }, { hysteresis: -1 }, 'hysteresis'],
  [
    videoDetector,
    { 'freeze-tolerance': 64, 'black-area': 1 },
    { 'freeze-tolerance': 65 },
    'freeze-tolerance',
  ],
  [videoDetector, { 'black-level': 0, 'black-area': 100 }, { 'black-area': 0 }, 'black-area'],
  [videoDetector, { 'clear-time': 3600 }, { 'clear-time': 3601 }, 'clear-time'],
])('bounds (%#)', (definition, fine, bad, name) => {
  expect(refusals(definition, fine)).toEqual([]);
  expect(refusals(definition, bad)).toEqual([expect.stringContaining(`${name}: `)]);
});
