import type { Fields } from '@flumotion/web';
import type { Stream } from './stream';

/** The fields that describe a live stream. */
export function streamFields(stream: Stream): Fields {
  return {
    'Content-Type': stream.contentType,
    'Cache-Control': 'no-cache, no-store, private',
    Pragma: 'no-cache',
    'Accept-Ranges': 'none',
    // A proxy that gathers the answer before it passes it on would gather for ever.
    'X-Accel-Buffering': 'no',
  };
}
