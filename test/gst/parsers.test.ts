import type { GstElement, GstNamespace } from '../../core/src/gst/node-gtk';
import { parserFor } from '../../core/src/gst/parsers';

const gst = {
  ElementFactory: { make: (factory: string) => ({ factory }) as unknown as GstElement },
} as unknown as GstNamespace;

test.each([
  ['audio/mpeg, mpegversion=(int)4, stream-format=(string)raw', 'aacparse'],
  ['audio/mpeg, mpegversion=4', 'aacparse'],
  ['audio/mpeg, mpegversion=1, layer=3', 'mpegaudioparse'],
  ['video/mpeg, mpegversion=(int)2', 'mpegvideoparse'],
  ['video/x-h264', 'h264parse'],
  ['audio/x-vorbis', undefined],
  [undefined, undefined],
])('%s, as a stream tells it or a declaration has it, goes through %s', (caps, factory) => {
  expect(parserFor(gst, caps, 'parser', false)).toEqual(factory === undefined ? undefined : { factory });
});
