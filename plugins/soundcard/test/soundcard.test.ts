import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import soundcard from '../src';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(soundcard)).toEqual([]);
});

test.each([
  [{ 'source-element': 'alsasrk' }, 'did you mean'],
  [{ channels: 9 }, 'channels: 9 is not'],
  [{ depth: 4 }, 'depth: 4 is not'],
  [{ samplerate: 100 }, 'samplerate: 100 is not'],
])('%j is refused', (values, words) => {
  expect(refusals(soundcard, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [16, undefined],
  [24, undefined],
  [20, 'depth 20 is not one of 8, 16, 24 and 32 bit'],
])('a depth of %d bit', (depth, complaint) => {
  expect(soundcard.behaviour.check?.({ depth } as never)).toBe(complaint);
});

test('a server is for PulseAudio', () => {
  const check = (source: string) =>
    soundcard.behaviour.check?.({ depth: 16, server: 'unix:/x', 'source-element': source } as never);
  expect(check('pulsesrc')).toBeUndefined();
  expect(check('alsasrc')).toContain('set source-element to pulsesrc');
});

test('the dead property of old planet files is taken and named', () => {
  expect(refusals(soundcard, { 'input-track': 'Line', device: 'hw:0', 'source-element': 'alsasrc' })).toEqual(
    [],
  );
  expect(soundcard.spec.properties?.['input-track']?.retired).toContain('alsamixer');
});

test.each([
  ["Recording open error on device 'hw:0': No such file or directory", 'device-absent'],
  ['Device is being used by another application: Device or resource busy', 'device-busy'],
  ['Recording open error on device: Permission denied', 'device-forbidden'],
  ['Failed to connect: Connection refused', 'sound-server-absent'],
  ['Failed to connect stream: No such entity', 'device-absent'],
  ['Could not negotiate the ring buffer', 'device-unusable'],
])('%s', (debug, id) => {
  const error = {
    source: 'source',
    domain: 'gst-resource-error-quark',
    code: 5,
    text: 'Could not open.',
    debug,
  };
  expect(explain(error)).toMatchObject({ id, advice: expect.any(String) });
  expect(explain({ ...error, source: 'level' })).toBeUndefined();
  expect(explain({ ...error, domain: 'gst-stream-error-quark' })).toBeUndefined();
});
