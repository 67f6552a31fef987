import type { GstElement, GstNamespace, GstPad } from './node-gtk';

/**
 * Gives a new pad of a tee what it missed. The tee copies its events to a new pad before it counts the pad among those
 * that it hands events to: caps that come along between the two never reach it, and no client on it could read a thing.
 */
export function makeUpFor(gst: GstNamespace, tee: GstElement, output: GstPad): void {
  const { STREAM_START, CAPS, SEGMENT } = gst.EventType;
  const whole = tee.getStaticPad('sink');
  for (const type of [STREAM_START, CAPS, SEGMENT]) {
    if (output.getStickyEvent(type, 0) !== null) continue;
    const missed = whole?.getStickyEvent(type, 0) ?? null;
    if (missed !== null) output.storeStickyEvent(missed);
  }
}
