import { beforeEach, expect, test } from '@jest/globals';
import { fakeContext } from '../../../test/support/fake-context';
import { InputWatch } from '../src/input-watch';
import type { MixerContext } from '../src/mix';

const fake = fakeContext({ delay: 300 });
let eaters: { alias: string; connected: boolean; buffers: number; caps: undefined }[];
let waits: string | undefined;
let watch: InputWatch;
beforeEach(() => {
  fake.said.splice(0);
  eaters = [
    { alias: 'a', connected: true, buffers: 1, caps: undefined },
    { alias: 'b', connected: true, buffers: 1, caps: undefined },
  ];
  watch = new InputWatch({
    ...fake,
    eaters: () => eaters,
    now: () => 2_000_000_000n,
    waitFor: (reason: string | undefined) => {
      waits = reason;
    },
  } as unknown as MixerContext);
});

const ids = (): readonly string[] => fake.said.map(({ id }) => id);

test('an input that gives nothing is named until it gives something', () => {
  expect(watch.look()).toEqual([]);
  eaters[0] = { ...eaters[0], buffers: 2 } as (typeof eaters)[0];
  expect(watch.look()).toEqual(['b']);
  expect(ids()).toEqual(['input-b']);
  expect(fake.stats['inputs']).toBe(1);
  expect(waits).toBeUndefined();
  eaters = eaters.map((one) => ({ ...one, buffers: 9, connected: one.alias === 'b' }));
  expect(watch.look()).toEqual(['a']);
  expect(ids()).toEqual(['input-a']);
  expect(watch.look()).toEqual(['a', 'b']);
  expect(waits).toBe('no input gives sound');
});

test('an input that is always too late is named', () => {
  const late = (milliseconds: number): void => {
    watch.arrived('a', (2000 - milliseconds) * 1_000_000);
  };
  late(900);
  late(490);
  watch.look();
  expect(ids()).toEqual([]);
  late(900);
  late(800);
  watch.arrived('a', undefined);
  watch.look();
  expect(fake.said.find(({ id }) => id === 'late-a')?.text).toContain('800 ms late');
  late(100);
  watch.look();
  expect(ids()).not.toContain('late-a');
});
