import type { FeedBuffer, FeedCaps, Inlet, TapHandler } from '@flumotion/core/plugin';
import { hasPicture, isScript, later, timeOf, withoutDate } from './tags';

const MILLISECOND = 1_000_000;
/** Milliseconds for which tags may wait to be looked at together: each wakes the process, and more is delay that viewers see. */
const REST = 20;

/**
 * Marks what `flvmux` leaves unmarked: beside pictures, sound is no place to enter. What it repeats of the headers at every
 * change of the bit rate is left out: players take it for a track of text. The date in the headers is taken out,
 * so that a muxer started again gives the same headers and listeners stay. `flvmux` counts from its own start: its times are
 * made those of the flow, which go on when it is started again.
 */
export class Remaker implements TapHandler {
  private pictures = false;
  /** Milliseconds of the flow's time at which the muxer began to count; undefined before its first media. */
  private began: number | undefined;

  constructor(private readonly inlet: Inlet) {}

  caps({ mediaType, streamHeader }: FeedCaps): void {
    this.pictures = streamHeader.some(hasPicture);
    this.inlet.caps(mediaType, streamHeader.map(withoutDate));
  }

  buffer(buffer: FeedBuffer): void {
    if (buffer.header) {
      this.inlet.buffer({ ...buffer, data: withoutDate(buffer.data) });
    } else if (!isScript(buffer.data)) {
      const { data, pts } = buffer;
      if (pts !== undefined) this.began ??= Math.round(Number(pts) / MILLISECOND) - timeOf(data);
      this.inlet.buffer({
        ...buffer,
        data: later(data, this.began ?? 0),
        delta: buffer.delta || (this.pictures && !hasPicture(data)),
      });
    }
  }

  drained(): number {
    return REST;
  }
}
