import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import loop from '../src';

test('the declaration is sound', () => {
  expect(checkComponent(loop)).toEqual([]);
});

test.each([
  [{}, 'location: a value is required'],
  [{ location: '/a.ogg', width: 8 }, 'width: 8 is not'],
  [{ location: '/a.ogg', 'deinterlace-mode': 'maybe' }, 'deinterlace-mode: '],
  [{ location: '/a.ogg', volume: 5 }, 'volume: 5 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(loop, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  ['file:///tmp/a.ogg', 'is a URL'],
  ['https://example.org/a.ogg', 'is a URL'],
  ['a.ogg', 'must begin with a slash'],
  ['/tmp/a.ogg', undefined],
])('location %s', (location, words) => {
  const complaint = loop.behaviour.check?.({ location } as never);
  if (words === undefined) expect(complaint).toBeUndefined();
  else expect(complaint).toContain(words);
});
