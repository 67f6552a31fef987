import { errorText, isFlumotionError } from '../errors';
import type { FeedBuffer, FeedTags, TapHandler } from '../plugin';
import { parseCaps } from './caps';
import type { FeedSocket } from './feed-socket';
import { GDP_FLAGS, GdpParser, type GdpBuffer, type GdpEvent, type GdpPacket } from './gdp';
import { segmentClock, type SegmentClock } from './segment';
import { readTags } from './tags';

const asItIs: SegmentClock = (time) => time;

/** Bytes of a feed that may wait in the kernel: well below what a unix socket holds of small buffers, as unread ones fill it. */
const MOST_WAITING = 48 * 1024;

/**
 * Reads a feed in Node and hands it to a component as caps and buffers, in order, dropping nothing. What it holds is
 * bounded by the parser (one packet); a handler that takes long leaves bytes in the kernel, and the feeder drops for it.
 */
export class TapReader {
  private feed: FeedSocket | undefined;
  private clock: SegmentClock = asItIs;
  private capsSeen = false;
  private tags: Readonly<Record<'stream' | 'global', FeedTags>> = { stream: {}, global: {} };
  /** The next buffer that is not a header follows a gap. */
  private resumed = false;
  private attachments = 0;

  constructor(private readonly handler: TapHandler) {}

  /**
   * Starts reading a newly connected feed. A feed that is not GDP is closed with the reason, which its connector
   * reports; errors of the handler are not caught.
   */
  attach(feed: FeedSocket): void {
    this.feed = feed;
    this.clock = asItIs;
    this.capsSeen = false;
    this.tags = { stream: {}, global: {} };
    this.resumed = this.attachments > 0;
    this.attachments += 1;
    const parser = new GdpParser((packet) => {
      if (this.feed === feed) this.take(packet, feed);
    });
    let bytes = 0;
    let drained = performance.now();
    const rest = (): number => {
      const now = performance.now();
      const most = (MOST_WAITING * (now - drained)) / Math.max(1, bytes);
      drained = now;
      bytes = 0;
      return this.feed === feed ? Math.min(most, this.handler.drained?.() ?? 0) : 0;
    };
    feed.read((chunk) => {
      if (this.feed !== feed) return;
      bytes += chunk.length;
      try {
        parser.push(chunk);
      } catch (error) {
        if (!isFlumotionError(error) || error.code !== 'feed-invalid') throw error;
        feed.close(errorText(error));
      }
    }, this.handler.drained && rest);
  }

  /** The feed is away; a packet that was not whole is forgotten. */
  detach(reason: string): void {
    if (!this.feed) return;
    this.feed = undefined;
    this.handler.lost?.(reason);
  }

  private take(packet: GdpPacket, feed: FeedSocket): void {
    if (packet.kind === 'event') this.event(packet);
    else if (packet.kind === 'caps') {
      this.capsSeen = true;
      this.handler.caps(parseCaps(packet.text));
    } else if (this.capsSeen) this.handler.buffer(this.bufferOf(packet));
    else feed.close('a buffer came before the caps');
  }

  private event(event: GdpEvent): void {
    this.clock = segmentClock(event.text) ?? this.clock;
    const list = this.handler.tags && readTags(event);
    if (!list) return;
    this.tags = { ...this.tags, [list.scope]: list.tags };
    this.handler.tags?.({ ...this.tags.global, ...this.tags.stream });
  }

  private bufferOf({ data, pts, duration, offsetEnd, flags }: GdpBuffer): FeedBuffer {
    const header = (flags & GDP_FLAGS.header) !== 0;
    const resumed = this.resumed && !header;
    if (resumed) this.resumed = false;
    return {
      data,
      delta: (flags & GDP_FLAGS.delta) !== 0,
      header,
      discont: resumed || (flags & GDP_FLAGS.discont) !== 0,
      ...(pts === undefined ? {} : { pts: this.clock(pts) }),
      ...(duration === undefined ? {} : { duration }),
      ...(offsetEnd === undefined ? {} : { offsetEnd }),
    };
  }
}
