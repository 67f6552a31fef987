import type { FeedBuffer, FeedCaps, Inlet, TapHandler } from '@flumotion/core/plugin';
import { hasPicture, isScript, withoutDate } from './tags';

/**
 * Marks what `flvmux` leaves unmarked: beside pictures, sound is no place to enter. What it repeats of the headers at every
 * change of the bit rate is left out: players take it for a track of text. The date in the headers is taken out,
 * so that a muxer started again gives the same headers and listeners stay.
 */
export class Remaker implements TapHandler {
  private pictures = false;

  constructor(private readonly inlet: Inlet) {}

  caps({ mediaType, streamHeader }: FeedCaps): void {
    this.pictures = streamHeader.some(hasPicture);
    this.inlet.caps(mediaType, streamHeader.map(withoutDate));
  }

  buffer(buffer: FeedBuffer): void {
    if (buffer.header) {
      this.inlet.buffer({ ...buffer, data: withoutDate(buffer.data) });
    } else if (!isScript(buffer.data)) {
      this.inlet.buffer({ ...buffer, delta: buffer.delta || (this.pictures && !hasPicture(buffer.data)) });
    }
  }
}
