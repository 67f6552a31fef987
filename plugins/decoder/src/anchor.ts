import type { DecodedKind, DecodedMedia } from '@flumotion/core/plugin';

/** When the first media of a kind is. */
export type First = Pick<DecodedMedia, 'first' | 'own'>;

/**
 * By how much the times of a stream are moved to be those of the flow, in nanoseconds.
 * @param feed - time of the first buffer of the feed.
 * @param keyed - the stream was begun with a keyframe: sound beside it may be of before or after.
 * @param tolerance - up to which the times of container and feed are the same, and the container's are exact.
 */
export function offsetOf(
  { video, audio }: Readonly<Partial<Record<DecodedKind, First>>>,
  feed: bigint,
  keyed: boolean,
  tolerance: bigint,
): bigint {
  const earliest = timeOf(audio) < timeOf(video) ? audio : video;
  const { first = 0n, own = 0n } = (keyed ? video : undefined) ?? earliest ?? {};
  const off = feed - own;
  const exact = (off < 0n ? -off : off) < tolerance;
  return (exact ? own : feed) - first;
}

function timeOf(media: First | undefined): number {
  return media?.first === undefined ? Infinity : Number(media.first);
}
