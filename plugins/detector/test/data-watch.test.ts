import { expect, test } from '@jest/globals';
import { fakeContext } from '../../../test/support/fake-context';
import { Alarms } from '../src/alarms';
import { DataWatch } from '../src/data-watch';

test('when nothing comes it is told of, until something does', () => {
  const context = fakeContext({});
  const watch = new DataWatch(new Alarms(context, () => Date.UTC(2026, 0, 1)), 'sound');
  const look = (now: number, buffers: number): readonly string[] => {
    watch.look([{ alias: 'default', connected: true, buffers, caps: undefined }], now, {
      after: 3,
      clear: 1,
    });
    return context.said.map(({ id }) => id);
  };
  expect(look(10, 0)).toEqual([]);
  expect(look(12, 5)).toEqual([]);
  expect(look(14, 5)).toEqual([]);
  expect(look(15, 5)).toEqual(['no-data']);
  expect(context.said[0]?.text).toBe('No sound has come since 23:59:57 UTC.');
  expect(look(16, 6)).toEqual(['no-data']);
  expect(look(17, 7)).toEqual([]);
});
