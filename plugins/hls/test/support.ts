import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';

/** Caps of a transport stream. */
export const TS: FeedCaps = { text: 'video/mpegts', mediaType: 'video/mpegts', streamHeader: [] };

/** Caps of fragmented MP4 with a header. */
export const mp4 = (header: string): FeedCaps => ({
  text: 'video/quicktime',
  mediaType: 'video/quicktime',
  streamHeader: [Buffer.from(header)],
});

/** A buffer at a time in seconds. */
export function buffer(text: string, seconds: number, delta: boolean, duration?: number): FeedBuffer {
  return {
    data: Buffer.from(text, 'latin1'),
    pts: BigInt(Math.round(seconds * 1e9)),
    delta,
    header: false,
    discont: false,
    ...(duration === undefined ? {} : { duration: BigInt(Math.round(duration * 1e9)) }),
  };
}

/** Frames of a picture: ten a second, a keyframe at each whole second, each frame as text such as `K3.0 `. */
export function play(tap: TapHandler, from: number, to: number): void {
  for (let tenth = Math.round(from * 10); tenth < Math.round(to * 10); tenth++) {
    const delta = tenth % 10 !== 0;
    tap.buffer(buffer(`${delta ? 'd' : 'K'}${(tenth / 10).toFixed(1)} `, tenth / 10, delta, 0.1));
  }
}
