import type { GstElement, GstNamespace } from './node-gtk';

/**
 * Where media begins by its own times, in nanoseconds: MPEG-TS counts from some time before its first picture. Ask when
 * the first media is here, and nothing has been sought yet.
 * @param elements that may know.
 */
export function mediaBegin(gst: GstNamespace, elements: readonly GstElement[]): bigint {
  for (const element of elements) {
    const query = gst.Query.newSegment(gst.Format.TIME);
    if (!element.query(query)) continue;
    const [, , start] = query.parseSegment();
    if (start > 0n) return start;
  }
  return 0n;
}
