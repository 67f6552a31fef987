import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import rtsp from '../src';
import { readAddress } from '../src/address';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(rtsp)).toEqual([]);
});

test.each([
  [{}, 'location: a value is required'],
  [{ location: 'rtsp://a/b', width: -1 }, 'width: -1 is not'],
  [{ location: 'rtsp://a/b', height: 8193 }, 'height: 8193 is not'],
  [{ location: 'rtsp://a/b', latency: 10_001 }, 'latency: 10001 is not'],
  [{ location: 'rtsp://a/b', transport: 'sctp' }, 'transport: '],
])('%j is refused', (values, words) => {
  expect(refusals(rtsp, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{ location: 'http://a/b' }, 'must look like rtsp://'],
  [{ location: 'rtsp:///b' }, 'must look like rtsp://'],
  [{ location: 'rtsp://a/b', password: 'p' }, 'but no user'],
  [{ location: 'rtsp://a/b', user: 'u', password: 'p' }, undefined],
])('%j together', (values, words) => {
  const complaint = rtsp.behaviour.check?.(values as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});

test('user and password are taken out of the location', () => {
  const address = readAddress({ location: 'rtsp://me:se%20cret@host:554/a?b=1' });
  expect(address).toEqual({ location: 'rtsp://host:554/a?b=1', user: 'me', password: 'se cret' });
});

test.each([
  ['Unauthorized (401)', 'error', 'wants another user'],
  ['Not Found (404)', 'error', 'knows no such stream'],
  ['Failed to connect. (Generic error)', 'warning', 'does not answer'],
])('%s', (debug, level, words) => {
  const error = { source: 'source', domain: 'gst-resource-error-quark', code: 1, text: 'x', debug };
  expect(explain('rtsp://a/b', error)).toMatchObject({ level, text: expect.stringContaining(words) });
});
