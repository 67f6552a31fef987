import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import decklink from '../src';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(decklink)).toEqual([]);
});

test.each([
  [{ 'device-number': -1 }, 'device-number: -1 is not'],
  [{ 'device-number': 64 }, 'device-number: 64 is not'],
  [{ mode: '1080' }, 'mode: '],
  [{ channels: '4' }, 'channels: '],
  [{ 'video-connection': 'usb' }, 'video-connection: '],
])('%j is refused', (values, words) => {
  expect(refusals(decklink, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  ['Failed to enable video input: 0x80070005', 'card-busy'],
  ['Failed to open device 0', 'no-card'],
])('%s', (text, id) => {
  const error = { source: 'video-source', domain: 'gst-resource-error-quark', code: 3, text, debug: '' };
  expect(explain(error)).toMatchObject({ id, advice: expect.any(String) });
  expect(explain({ ...error, source: 'level' })).toBeUndefined();
});
