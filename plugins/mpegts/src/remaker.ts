import type { FeedBuffer, FeedCaps, Inlet, TapHandler } from '@flumotion/core/plugin';
import { begins, PACKET, Tables } from './packets';

/** Least time between two places to enter, in nanoseconds: where every frame is one, tables before each would cost more than the frames. */
const ENTRY_INTERVAL = 250_000_000n;
/** Size at which packets are sent on, whatever follows. */
const MAX_GROUP = 64 * 1024;

/**
 * Turns the single packets of `mpegtsmux` into few buffers, and puts the tables in front of each keyframe: the stream can
 * then be entered and cut there, with nothing to be sent before.
 */
export class Remaker implements TapHandler {
  private readonly tables = new Tables();
  private group: Buffer[] = [];
  private size = 0;
  private first: bigint | undefined;
  private entry = false;
  private lastEntry: bigint | undefined;
  /** A keyframe is about to begin. */
  private keyframe = false;
  private due: NodeJS.Immediate | undefined;

  constructor(private readonly inlet: Inlet) {}

  caps({ mediaType }: FeedCaps): void {
    this.flush();
    this.inlet.caps(`${mediaType}, systemstream=(boolean)true, packetsize=(int)${String(PACKET)}`);
  }

  buffer({ data, pts, delta }: FeedBuffer): void {
    // The muxer flags the first packet of a keyframe, which may be one of the tables that it puts in front now and then.
    if (!delta && pts !== undefined) this.keyframe = true;
    for (let at = 0; at + PACKET <= data.length; at += PACKET) {
      const packet = data.subarray(at, at + PACKET);
      const table = this.tables.take(packet);
      if (!table && this.isEntry(packet, pts)) {
        this.flush();
        for (const copy of this.tables.copies()) this.add(copy, pts);
        this.entry = true;
      }
      this.add(table ?? packet, pts);
    }
    if (this.size >= MAX_GROUP) this.flush();
    // What one read brought goes on together.
    else
      this.due ??= setImmediate(() => {
        this.flush();
      });
  }

  lost(): void {
    this.flush();
  }

  private isEntry(packet: Buffer, pts: bigint | undefined): boolean {
    if (!begins(packet)) return false;
    const { keyframe } = this;
    this.keyframe = false;
    if (!this.tables.complete || pts === undefined) return false;
    if (!keyframe && this.tables.pictures) return false;
    if (this.lastEntry !== undefined && pts >= this.lastEntry && pts < this.lastEntry + ENTRY_INTERVAL)
      return false;
    this.lastEntry = pts;
    return true;
  }

  private add(packet: Buffer, pts: bigint | undefined): void {
    this.group.push(packet);
    this.size += packet.length;
    this.first ??= pts;
  }

  private flush(): void {
    clearImmediate(this.due);
    this.due = undefined;
    if (this.size === 0) return;
    this.inlet.buffer({
      data: Buffer.concat(this.group, this.size),
      delta: !this.entry,
      header: false,
      discont: false,
      ...(this.first === undefined ? {} : { pts: this.first }),
    });
    this.group = [];
    this.size = 0;
    this.entry = false;
    this.first = undefined;
  }
}
