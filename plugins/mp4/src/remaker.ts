import type { FeedBuffer, FeedCaps, Inlet, TapHandler } from '@flumotion/core/plugin';
import { BOX_HEAD } from './boxes';
import { readFragment, retimed } from './fragment';
import { tracksOf, withoutDates, type Track } from './movie';

/** Most bytes of one fragment; far more than 30 s of any stream. */
const MAX_FRAGMENT = 48 * 1024 * 1024;

/** A fragment whose media has not all come. */
interface Fragment {
  readonly moof: Buffer;
  readonly media: Buffer[];
  /** Bytes of media that are missing; undefined before the head of the media has come. */
  missing: number | undefined;
  /** The first sample. */
  first: FeedBuffer | undefined;
}

/**
 * Turns the pieces that `mp4mux` writes into whole fragments, each a buffer that is marked when pictures can be decoded
 * from it on, with the time of the flow in it, and the header as the feed's stream header.
 */
export class Remaker implements TapHandler {
  private mediaType = 'video/quicktime';
  private header: Buffer[] = [];
  private tracks: ReadonlyMap<number, Track> = new Map();
  private current: Fragment | undefined;

  constructor(private readonly inlet: Inlet) {}

  caps({ mediaType }: FeedCaps): void {
    this.mediaType = mediaType;
    this.current = undefined;
  }

  buffer(buffer: FeedBuffer): void {
    const { data } = buffer;
    const { current } = this;
    if (current?.missing !== undefined && data.length <= current.missing) {
      this.takeMedia(current, buffer);
      return;
    }
    const type = data.length < BOX_HEAD ? '' : data.toString('latin1', 4, BOX_HEAD);
    if (type === 'ftyp') this.header = [data];
    else if (type === 'moov') this.takeMovie(data);
    else if (type === 'moof') this.current = { moof: data, media: [], missing: undefined, first: undefined };
    else if (type === 'mdat' && current) this.takeMediaHead(current, buffer);
    // Anything else is the rest of a fragment of which a part was lost.
    else this.current = undefined;
  }

  private takeMovie(moov: Buffer): void {
    const header = Buffer.concat([...this.header, withoutDates(moov)]);
    this.tracks = new Map(tracksOf(moov).map((track) => [track.id, track]));
    this.inlet.caps(`${this.mediaType}, variant=(string)iso-fragmented`, [header]);
  }

  private takeMediaHead(fragment: Fragment, { data }: FeedBuffer): void {
    const missing = data.readUInt32BE(0) - data.length;
    if (missing < 0 || missing > MAX_FRAGMENT) {
      this.current = undefined;
      return;
    }
    fragment.media.push(data);
    fragment.missing = missing;
  }

  private takeMedia(fragment: Fragment, buffer: FeedBuffer): void {
    fragment.first ??= buffer;
    fragment.media.push(buffer.data);
    fragment.missing = (fragment.missing ?? 0) - buffer.data.length;
    if (fragment.missing > 0) return;
    this.current = undefined;
    this.give(fragment);
  }

  private give({ moof, media, first }: Fragment): void {
    const head = readFragment(moof);
    const track = head && this.tracks.get(head.track);
    if (!track || first?.pts === undefined) return;
    const units = (time: bigint): bigint => (time * BigInt(track.timescale) + 500_000_000n) / 1_000_000_000n;
    const decoded = units(first.pts) - BigInt(head.offset);
    const pictures = [...this.tracks.values()].some(({ handler }) => handler === 'vide');
    this.inlet.buffer({
      data: Buffer.concat([retimed(moof, decoded > 0n ? decoded : 0n), ...media]),
      pts: first.pts,
      duration: (BigInt(head.duration) * 1_000_000_000n) / BigInt(track.timescale),
      delta: pictures && (track.handler !== 'vide' || first.delta),
      header: false,
      discont: first.discont,
    });
  }
}
