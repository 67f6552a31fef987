import type { GstElement, GstNamespace } from './node-gtk';

/**
 * A pipeline as a graph in the language DOT: elements with their states, and the media between them. Not the values of
 * properties: passwords and stream keys are among them.
 */
export function graphOf(gst: GstNamespace, pipeline: GstElement): string {
  const { MEDIA_TYPE, CAPS_DETAILS, STATES } = gst.DebugGraphDetails;
  return gst.debugBinToDotData(pipeline, MEDIA_TYPE | CAPS_DETAILS | STATES);
}
