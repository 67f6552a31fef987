import { beforeEach, expect, test } from '@jest/globals';
import { Ducking, type DuckingRule } from '../src/ducking';

const RULE = {
  'feeder-alias': 'music',
  'by-alias': 'voice',
  gain: -12,
  threshold: -40,
  attack: 100,
  hold: 500,
  release: 1000,
};

let rules: DuckingRule[];
let ducking: Ducking;
beforeEach(() => {
  rules = [RULE];
  ducking = new Ducking(() => rules);
});

/** What changes when inputs are as loud as said. */
function at(now: number, levels: Readonly<Record<string, number>> = {}): object {
  for (const [alias, level] of Object.entries(levels)) ducking.hear(alias, level, now);
  return Object.fromEntries(ducking.changes(now));
}

test('an input goes down when the other is heard, and comes up when it has been quiet for a while', () => {
  expect(at(0, { voice: -41 })).toEqual({});
  expect(at(100, { voice: -40 })).toEqual({ music: { gain: -12, time: 100 } });
  expect(ducking.gain('music')).toBe(-12);
  expect(at(800, { voice: -60 })).toEqual({});
  expect(at(851, { voice: -60 })).toEqual({ music: { gain: 0, time: 1000 } });
  expect(ducking.gain('music')).toBe(0);
});

test('it comes up too when nothing comes from the other any more', () => {
  at(0, { voice: 0 });
  expect(at(751)).toEqual({ music: { gain: 0, time: 1000 } });
});

test('of several rules the lowest counts', () => {
  rules = [RULE, { ...RULE, 'by-alias': 'news', gain: -30, attack: 10, release: 3000 }];
  expect(at(0, { voice: -20 })).toEqual({ music: { gain: -12, time: 100 } });
  expect(at(100, { news: -20 })).toEqual({ music: { gain: -30, time: 10 } });
  expect(at(700, { voice: -20 })).toEqual({});
  expect(at(900)).toEqual({ music: { gain: -12, time: 3000 } });
});

test('a rule that is changed or taken away counts at once', () => {
  at(0, { voice: 0 });
  rules = [{ ...RULE, gain: -6 }];
  expect(at(10)).toEqual({ music: { gain: -6, time: 1000 } });
  rules = [];
  expect(at(20)).toEqual({ music: { gain: 0, time: 1000 } });
});
