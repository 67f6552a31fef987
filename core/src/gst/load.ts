import type { Gst } from './gst';
import { Gstreamer } from './gstreamer';

let loaded: Gst | undefined;

/** GStreamer of this process; loaded on the first call, which takes about 60 ms and 20 MB. */
export function loadGst(): Gst {
  loaded ??= new Gstreamer();
  return loaded;
}
