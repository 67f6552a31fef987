import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import pipewire from '../src';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(pipewire)).toEqual([]);
});

test.each([
  [{ media: 'text' }, 'media: '],
  [{ samplerate: 100 }, 'samplerate: 100 is not'],
  [{ channels: 9 }, 'channels: 9 is not'],
  [{ volume: 5 }, 'volume: 5 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(pipewire, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  ['Failed to connect', 'no-pipewire'],
  ['target not found', 'no-node'],
])('%s', (text, id) => {
  const error = { source: 'source', domain: 'gst-resource-error-quark', code: 3, text, debug: '' };
  expect(explain(error)).toMatchObject({ id, advice: expect.any(String) });
  expect(explain({ ...error, source: 'level' })).toBeUndefined();
});
