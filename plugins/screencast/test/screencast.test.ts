import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import screencast from '../src';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(screencast)).toEqual([]);
});

test.each([
  [{ width: 0 }, 'width: 0 is not'],
  [{ height: 40_000 }, 'height: 40000 is not'],
  [{ 'x-offset': -1 }, 'x-offset: -1 is not'],
  [{ framerate: [1000, 1] }, 'framerate: '],
])('%j is refused', (values, words) => {
  expect(refusals(screencast, values)).toEqual([expect.stringContaining(words)]);
});

test('a display that cannot be opened is explained, other errors are not', () => {
  const error = {
    source: 'source',
    domain: 'gst-resource-error-quark',
    code: 5,
    text: 'Could not open X display for reading',
    debug: 'NULL returned from getting xcontext',
  };
  expect(explain(error)).toMatchObject({ id: 'no-display' });
  expect(explain({ ...error, source: 'output' })).toBeUndefined();
  expect(explain({ ...error, text: 'Out of memory', debug: '' })).toBeUndefined();
});
