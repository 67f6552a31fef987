import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { readMp4 } from '../codecs/mp4';
import { mediaOf, type Media } from '../codecs/media';
import { readTs } from '../codecs/ts';
import type { Part, Segment, SegmentStart } from '../segment';
import { Segmenter, type Cutting } from '../segmenter';
import type { Timeline } from '../timeline';
import { FileNames } from './file-names';
import { LiveText, type Report, type Style } from './live-text';
import { Ring, type Beginning, type Limits } from './ring';
import { Waiting } from './waiting';

/** Seconds by which a part may seem longer than it may be. */
const ROUNDING = 0.001;

/** Least length of a part, of the longest (draft-pantos-hls-rfc8216bis 4.4.4.9). */
const LEAST = 0.85;

/** How the streams of a streamer are served. */
export interface Serving {
  readonly cutting: Cutting;
  readonly prefix: string;
  readonly style: Style;
  readonly beginning: Omit<Beginning, 'discontinuities'> & { readonly discontinuities: number };
  readonly limits: () => Limits;
  /** What all of them share. */
  readonly timeline: Timeline;
  /** Seconds after which a segment that has not ended is served as far as it has come; undefined for never. */
  readonly patience: number | undefined;
  /** Requests that may wait at a time. */
  readonly mostWaiting: number;
}

/** Who is told what happens to a stream. */
export interface Listener {
  segment(variant: Variant, segment: Segment): void;
  /** A part lasts longer than players were promised. */
  longPart(seconds: number): void;
  /** A part that neither ends its segment nor has a keyframe lasts less than the protocol allows. */
  shortPart(seconds: number): void;
}

/** One stream: its feed is cut and kept. */
export class Variant implements TapHandler {
  readonly names: FileNames;
  readonly ring: Ring;
  readonly waiting: Waiting;
  /** What is in it, as far as its first segment tells. */
  media: Media = mediaOf([]);
  /** Bytes of the feed. */
  received = 0;
  private readonly segmenter: Segmenter;
  private readonly text: LiveText;
  private readonly written = new Map<boolean, string>();
  private looked: { readonly header: Buffer | undefined } | undefined;
  private begun: { readonly segment: number | undefined; readonly at: number } | undefined;
  private lostAt: number | undefined;

  /** @param folder - of its own in the streamer's, with a slash at its end; empty for the first. */
  constructor(
    readonly folder: string,
    private readonly serving: Serving,
    private readonly listener: Listener,
  ) {
    this.names = new FileNames(serving.prefix);
    this.waiting = new Waiting(serving.mostWaiting);
    const { discontinuities, ...beginning } = serving.beginning;
    const before = { ...beginning, discontinuities: () => discontinuities + this.segmenter.breaksBefore };
    this.ring = new Ring(this.names, before, serving.limits, () => {
      this.written.clear();
      this.waiting.check();
    });
    this.segmenter = new Segmenter(
      serving.cutting,
      {
        part: (part, of) => {
          this.part(part, of);
        },
        segment: (segment) => {
          this.segment(segment);
        },
      },
      serving.timeline,
    );
    const base = serving.style.base === '' ? '' : `${serving.style.base}${folder}`;
    this.text = new LiveText(
      this.ring,
      this.names,
      { ...serving.style, base },
      () => this.segmenter.extension,
    );
  }

  /** Form of the segments. */
  get extension(): SegmentStart['extension'] {
    return this.segmenter.extension;
  }

  caps(caps: FeedCaps): void {
    this.lostAt = undefined;
    this.segmenter.caps(caps);
  }

  buffer(buffer: FeedBuffer): void {
    this.received += buffer.data.length;
    this.segmenter.buffer(buffer);
    const { begun } = this.segmenter;
    if (begun !== this.begun?.segment) this.begun = { segment: begun, at: performance.now() };
  }

  lost(): void {
    this.lostAt ??= performance.now();
    this.segmenter.lost();
  }

  /**
   * Looks at what is due. Call it a few times a second.
   * @param endAfter - seconds without a feed that are the end of the stream; undefined for never.
   */
  tick(endAfter: number | undefined): void {
    const now = performance.now();
    const { begun, serving } = this;
    const late = begun !== undefined && now - begun.at > (serving.patience ?? Infinity) * 1000;
    if (late && this.segmenter.begun !== undefined) {
      this.begun = undefined;
      this.segmenter.giveEarly();
    }
    if (this.lostAt !== undefined && now - this.lostAt > (endAfter ?? Infinity) * 1000) this.ring.end();
  }

  /** The media playlist; where URLs end stands the `QUERY_MARK`. */
  playlist(skip: boolean, reports: () => readonly Report[]): string {
    const text = this.written.get(skip) ?? this.text.write(skip, reports());
    this.written.set(skip, text);
    return text;
  }

  /** How far it has come, for the playlists of others. */
  report(uri: string): Report {
    const { next, filling } = this.ring;
    if (filling) return { uri, number: next, part: filling.parts.length - 1 };
    const parts = this.ring.partsOf(next - 1).length;
    return { uri, number: next - 1, part: parts > 0 ? parts - 1 : undefined };
  }

  /** Bits per second: the most of a segment, and the mean of those in the playlist. */
  rates(): { readonly peak: number; readonly mean: number } {
    const { playlist } = this.ring;
    let [peak, bits, seconds] = [0, 0, 0];
    playlist.entries.forEach(({ duration }, at) => {
      const size = (this.ring.get(playlist.sequence + at)?.data.length ?? 0) * 8;
      // RFC 8216 looks at lengths of half a target duration and more: short ones say little.
      if (duration >= playlist.targetDuration / 2 || peak === 0) peak = Math.max(peak, size / duration);
      bits += size;
      seconds += duration;
    });
    return { peak, mean: seconds > 0 ? bits / seconds : 0 };
  }

  /** Ends the waits. */
  close(): void {
    this.waiting.close();
  }

  private part(part: Part, of: SegmentStart): void {
    if (part.duration > (this.serving.cutting.part ?? Infinity) + ROUNDING)
      this.listener.longPart(part.duration);
    this.ring.part(part, of);
  }

  private segment(segment: Segment): void {
    const { header } = segment;
    if (this.looked === undefined || this.looked.header !== header || segment.discontinuity) {
      this.looked = { header };
      this.media = header ? readMp4(header) : readTs(segment.data);
    }
    this.ring.segment(segment);
    const least = LEAST * (this.serving.cutting.part ?? 0) - ROUNDING;
    const short = segment.parts
      .slice(0, -1)
      .find(({ independent, duration }) => !independent && duration < least);
    if (short) this.listener.shortPart(short.duration);
    this.listener.segment(this, segment);
  }
}
