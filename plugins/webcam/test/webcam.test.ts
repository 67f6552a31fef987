import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import webcam from '../src';
import { explain } from '../src/explain';

test('the declaration is sound', () => {
  expect(checkComponent(webcam)).toEqual([]);
});

test.each([
  [{ width: 15 }, 'width: 15 is not'],
  [{ height: 8193 }, 'height: 8193 is not'],
  [{ hue: 101 }, 'hue: 101 is not'],
  [{ contrast: -1 }, 'contrast: -1 is not'],
  [{ mime: 'video/h264' }, 'mime: '],
  [{ framerate: [300, 1] }, 'framerate: '],
])('%j is refused', (values, words) => {
  expect(refusals(webcam, values)).toEqual([expect.stringContaining(words)]);
});

test('a device is a file', () => {
  expect(webcam.behaviour.check?.({ device: 'video0' } as never)).toContain('no device file');
  expect(webcam.behaviour.check?.({ device: '/dev/video0' } as never)).toBeUndefined();
});

test.each([
  ["Cannot identify device '/dev/video9'. No such file or directory", 'no-camera'],
  ["Device '/dev/video0' is busy", 'camera-busy'],
  ["Could not open device '/dev/video0' for reading and writing. Permission denied", 'camera-forbidden'],
  ["Device '/dev/video0' does not support 2:1 interlaced", 'camera-refuses'],
  ['Internal data stream error. streaming stopped, reason not-negotiated (-4)', 'camera-refuses'],
  ['Something else', 'camera-fails'],
])('%s', (text, id) => {
  const error = { source: 'source', domain: 'gst-resource-error-quark', code: 3, text, debug: '' };
  expect(explain(error)).toMatchObject({ id, advice: expect.any(String) });
  expect(explain({ ...error, source: 'picture' })).toBeUndefined();
});
