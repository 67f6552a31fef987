import type { GstElement, GstNamespace } from './node-gtk';

/**
 * Parsers by media. The same medium comes in several forms (H.264 with its settings in the caps or in the stream, AAC
 * with a head before each frame or without), encoders make one and each muxer takes another: a parser turns one into
 * the other. Media without an entry has one form only.
 */
const PARSERS: readonly (readonly [RegExp, string])[] = [
  [/^video\/x-h264\b/, 'h264parse'],
  [/^video\/x-h265\b/, 'h265parse'],
  [/^video\/x-av1\b/, 'av1parse'],
  [/^video\/x-vp9\b/, 'vp9parse'],
  [/^video\/mpeg\b.*mpegversion=(?:\(int\))?4\b/, 'mpeg4videoparse'],
  [/^video\/mpeg\b.*mpegversion=(?:\(int\))?[12]\b/, 'mpegvideoparse'],
  [/^audio\/mpeg\b.*mpegversion=(?:\(int\))?1\b/, 'mpegaudioparse'],
  [/^audio\/mpeg\b.*mpegversion=(?:\(int\))?[24]\b/, 'aacparse'],
  [/^audio\/x-(ac3|eac3)\b/, 'ac3parse'],
];

/**
 * A parser to put between a feed and a muxer; undefined when the media needs none, or none is installed and the muxer
 * has to take the feed as it is.
 * @param repeat - have the decoder's settings repeated before each keyframe.
 */
export function parserFor(
  gst: GstNamespace,
  caps: string | undefined,
  name: string,
  repeat: boolean,
): GstElement | undefined {
  const factory = PARSERS.find(([pattern]) => pattern.test(caps ?? ''))?.[1];
  const parser = factory === undefined ? null : gst.ElementFactory.make(factory, name);
  if (!parser) return undefined;
  if (repeat && /^h26[45]parse$/.test(factory ?? '')) gst.utilSetObjectArg(parser, 'config-interval', '-1');
  return parser;
}
