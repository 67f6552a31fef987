import type { Socket } from 'node:net';
import type { FeedBuffer, FeedTags, Inlet } from '../plugin';
import { GDP_FLAGS, serialiseGdp, type GdpPacket } from './gdp';
import { tagEvent } from './tags';

/** Most bytes that wait for the pipeline. */
const MAX_WAITING = 16 * 1024 * 1024;

/** A segment of running time, for what comes in with the times it shall have, or of mere bytes. */
const segment = (format: 'time' | 'bytes'): GdpPacket => ({
  kind: 'event',
  type: 17934,
  text:
    'GstEventSegment, segment=(GstSegment)"segment, flags=(GstSegmentFlags)GST_SEGMENT_FLAG_NONE, rate=(double)1, ' +
    `applied-rate=(double)1, format=(GstFormat)${format}, base=(guint64)0, offset=(guint64)0, start=(guint64)0, ` +
    'stop=(guint64)18446744073709551615, time=(guint64)0, position=(guint64)0, duration=(guint64)18446744073709551615;";',
});
const STREAM: GdpPacket = {
  kind: 'event',
  type: 10254,
  text: 'GstEventStreamStart, stream-id=(string)inlet, flags=(GstStreamFlags)GST_STREAM_FLAG_NONE, group-id=(uint)1;',
};

/** Writes what Node made as GDP to the pipeline, and leaves out what the pipeline is too slow for. */
export class InletWriter implements Inlet {
  private socket: Socket | undefined;
  /** What came before the connection. */
  private early: Buffer[] = [];
  private earlyBytes = 0;
  private begun = false;
  /** Something was left out, so nothing can be decoded before the next buffer that stands by itself. */
  private broken = false;

  /** @param timed - buffers have times; else they are bytes of a container that has its own. */
  constructor(private readonly timed = true) {}

  caps(text: string, streamHeader: readonly Buffer[] = []): void {
    if (!this.begun) this.write(serialiseGdp(STREAM));
    const buffers = streamHeader.map((header) => header.toString('hex')).join(', ');
    const headers = buffers === '' ? '' : `, streamheader=(buffer)< ${buffers} >`;
    this.write(serialiseGdp({ kind: 'caps', text: text + headers }));
    if (!this.begun) this.write(serialiseGdp(segment(this.timed ? 'time' : 'bytes')));
    this.begun = true;
  }

  buffer({ data, pts, duration, delta, header, discont, offsetEnd }: FeedBuffer): void {
    if (!this.begun) throw new Error('an inlet was given a buffer before its caps');
    const waiting = this.socket?.writableLength ?? this.earlyBytes;
    if (waiting + data.length > MAX_WAITING) this.broken = true;
    else if (!delta) this.broken = this.broken && header;
    if (this.broken) return;
    const flags =
      (delta ? GDP_FLAGS.delta : 0) | (header ? GDP_FLAGS.header : 0) | (discont ? GDP_FLAGS.discont : 0);
    const times = this.timed ? { pts, duration, offsetEnd } : {};
    const none = { pts: undefined, duration: undefined, offset: undefined, offsetEnd: undefined };
    this.write(serialiseGdp({ kind: 'buffer', data, flags, ...none, ...times }));
  }

  tags(tags: FeedTags): void {
    if (!this.begun) throw new Error('an inlet was given tags before its caps');
    this.write(serialiseGdp(tagEvent(tags)));
  }

  /** The connection is there: what waited goes first. */
  open(socket: Socket): void {
    this.socket = socket;
    for (const bytes of this.early) socket.write(bytes);
    this.early = [];
    this.earlyBytes = 0;
  }

  private write(bytes: Buffer): void {
    if (this.socket) this.send(this.socket, bytes);
    else {
      this.early.push(bytes);
      this.earlyBytes += bytes.length;
    }
  }

  /** What is written at one time goes in one call to the kernel, and wakes the pipeline once. */
  private send(socket: Socket, bytes: Buffer): void {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => {
        socket.uncork();
      });
    }
    socket.write(bytes);
  }
}
