import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import preview from '../src';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(preview)).toEqual([]);
});

test.each([
  [{ delay: -1 }, 'delay: -1 is not'],
  [{ delay: 2001 }, 'delay: 2001 is not'],
  [{ show: 'all' }, 'show: '],
])('%j is refused', (values, words) => {
  expect(refusals(preview, values)).toEqual([expect.stringContaining(words)]);
});

test('a server is for PulseAudio', () => {
  const check = preview.behaviour.check as (values: object) => string | undefined;
  const values = { show: 'both', server: 'unix:/x' };
  expect(check({ ...values, 'sound-sink': 'pulsesink' })).toBeUndefined();
  expect(check({ ...values, 'sound-sink': 'alsasink' })).toContain('set sound-sink to pulsesink');
});

test.each([
  ['picture', 'no-display'],
  ['sound', 'no-loudspeaker'],
  ['decoder', undefined],
])('an error of %s is told as %s', (source, id) => {
  const error = { source, domain: 'gst-resource-error-quark', code: 3, text: 'Could not open', debug: '' };
  expect(explain(error)?.id).toBe(id);
});
