import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { KeyframeRhythm } from './rhythm';

/** A segment whose media is complete. */
export interface Segment {
  readonly data: Buffer;
  /** Seconds. */
  readonly duration: number;
  /** It does not continue the segment before it. */
  readonly discontinuity: boolean;
  /** It begins without a keyframe, as none came in time. */
  readonly forced: boolean;
  /** Header of its format that a player needs first; undefined where segments stand by themselves. */
  readonly header: Buffer | undefined;
  /** Of its file name. */
  readonly extension: 'ts' | 'm4s';
  /** When it began, in milliseconds since 1970. */
  readonly date: number;
}

/** Most bytes of one segment; it is then cut wherever it stands. */
export const MAX_SEGMENT = 64 * 1024 * 1024;
/** What a segment may be longer than the target: players compare rounded lengths. */
const ROUNDING = 0.49;
/** Largest step of time between two buffers that still is one stream, in seconds. */
const MAX_STEP = 10;
const TABLE_PACKET = 0x47;

interface Open {
  readonly parts: Buffer[];
  bytes: number;
  readonly start: number;
  last: number;
  readonly discontinuity: boolean;
  readonly forced: boolean;
}

/** Cuts a feed into segments. Times are seconds of the flow's time. */
export class Segmenter implements TapHandler {
  private header: Buffer = Buffer.alloc(0);
  /** Of the files, by the form of the feed. */
  extension: Segment['extension'] = 'ts';
  private open: Open | undefined;
  private broken = true;
  private readonly rhythm = new KeyframeRhythm();
  /** Wall clock minus flow's time, in milliseconds; taken when a stretch begins. */
  private anchor: number | undefined;

  /**
   * @param target - longest segment in seconds.
   * @param give - takes each finished segment.
   */
  constructor(
    private readonly target: number,
    private readonly give: (segment: Segment) => void,
  ) {}

  caps({ mediaType, streamHeader }: FeedCaps): void {
    const header = Buffer.concat(streamHeader);
    const extension = mediaType === 'video/mpegts' ? 'ts' : 'm4s';
    if (extension !== this.extension || !header.equals(this.header)) {
      this.finish();
      this.broken = true;
    }
    this.header = header;
    this.extension = extension;
  }

  buffer(buffer: FeedBuffer): void {
    if (buffer.header && this.header.length > 0) return;
    const time = buffer.pts === undefined ? this.open?.last : Number(buffer.pts) / 1e9;
    if (time === undefined) return;
    if (this.open && (buffer.discont || Math.abs(time - this.open.last) > MAX_STEP)) this.lost();
    if (!buffer.delta) this.rhythm.keyframe(time);
    const cut = this.cutBefore(buffer, time);
    if (cut !== undefined) this.begin(time, cut);
    const { open } = this;
    if (!open) return;
    open.parts.push(buffer.data);
    open.bytes += buffer.data.length;
    open.last = Math.max(open.last, time + Number(buffer.duration ?? 0n) / 1e9);
  }

  lost(): void {
    this.finish();
    this.broken = true;
    this.rhythm.forget();
  }

  /** Ends the segment that is open, as long as it is. */
  finish(): void {
    if (this.open) this.close(this.open.last);
  }

  /** Whether and how a segment begins with this buffer. */
  private cutBefore({ delta, data, duration }: FeedBuffer, time: number): 'keyframe' | 'forced' | undefined {
    const { open } = this;
    if (!open) return delta ? undefined : 'keyframe';
    const limit = open.start + this.target + ROUNDING;
    if (!delta && time > open.start && time + this.rhythm.longest > limit) return 'keyframe';
    // A buffer that does not say how long it lasts is taken to last as long as the one before.
    const lasts = duration === undefined ? time - open.last : Number(duration) / 1e9;
    const late = time + lasts > limit && time > open.start;
    return late || open.bytes + data.length > MAX_SEGMENT ? 'forced' : undefined;
  }

  private begin(time: number, how: 'keyframe' | 'forced'): void {
    if (this.open) this.close(time);
    if (this.broken) this.anchor = Date.now() - time * 1000;
    const start = { start: time, last: time, discontinuity: this.broken, forced: how === 'forced' };
    this.open = { parts: [], bytes: 0, ...start };
    this.broken = false;
  }

  private close(end: number): void {
    const { open, extension, header } = this;
    this.open = undefined;
    if (!open || open.bytes === 0) return;
    // Tables that a muxer did not repeat stand in front; a segment of MP4 has its header in a file of its own.
    const tables = extension === 'ts' && header[0] === TABLE_PACKET && !beginsWithTables(open.parts[0]);
    this.give({
      data: Buffer.concat(tables ? [header, ...open.parts] : open.parts),
      duration: Math.max(0.001, Math.min(end - open.start, this.target + ROUNDING)),
      discontinuity: open.discontinuity,
      forced: open.forced,
      header: extension === 'm4s' ? header : undefined,
      extension,
      date: (this.anchor ?? 0) + open.start * 1000,
    });
  }
}

/** Whether a piece of transport stream begins with the table of programmes. */
function beginsWithTables(data: Buffer | undefined): boolean {
  return data !== undefined && data.length >= 3 && (data.readUInt16BE(1) & 0x1fff) === 0;
}
