import type { FeedBuffer, FeedCaps, Inlet, TapHandler } from '@flumotion/core/plugin';
import { begins, frameTime, PACKET, Tables, TIME_WRAP } from './packets';

/** Least time between two places to enter, in nanoseconds: where every frame is one, tables before each would cost more than the frames. */
const ENTRY_INTERVAL = 250_000_000n;
/**
 * Milliseconds for which packets may wait to be looked at together: each wakes the process, and there are hundreds a second.
 * More is delay, and receivers of a stream in real time expect its packets at the pace of its clock.
 */
const REST = 20;
/** Size at which packets are sent on, whatever follows. */
const MAX_GROUP = 64 * 1024;
/** Nanoseconds by which `mpegtsmux` puts the times of frames ahead of the flow's. */
const AHEAD = 3_600_000_000_000n;

/**
 * Turns the single packets of `mpegtsmux` into few buffers, and puts the tables in front of each keyframe: the stream can
 * then be entered and cut there, with nothing to be sent before.
 */
export class Remaker implements TapHandler {
  private readonly tables = new Tables();
  private group: Buffer[] = [];
  private size = 0;
  private first: bigint | undefined;
  /** Something with a time of the flow has come. */
  private begun = false;
  private entry = false;
  private lastEntry: bigint | undefined;
  /** A keyframe is about to begin. */
  private keyframe = false;
  private due: NodeJS.Immediate | undefined;
  /** Between the times of the muxer's buffers, which begin at 0, and those of the flow. */
  private shift: bigint | undefined;

  /** @param now - nanoseconds of the flow's time. */
  constructor(
    private readonly inlet: Pick<Inlet, 'caps' | 'buffer'>,
    private readonly now: () => bigint,
  ) {}

  caps({ mediaType }: FeedCaps): void {
    this.flush();
    this.inlet.caps(`${mediaType}, systemstream=(boolean)true, packetsize=(int)${String(PACKET)}`);
  }

  buffer({ data, pts: own, delta }: FeedBuffer): void {
    // The muxer flags the first packet of a keyframe, which may be one of the tables that it puts in front now and then.
    if (!delta && own !== undefined) this.keyframe = true;
    for (let at = 0; at + PACKET <= data.length; at += PACKET) {
      const packet = data.subarray(at, at + PACKET);
      const table = this.tables.take(packet);
      if (this.shift === undefined) this.setShift(packet, own);
      let pts = this.timeOf(own);
      if (!table && this.isEntry(packet, pts)) {
        this.flush();
        // What enters here begins with this frame.
        this.setShift(packet, own);
        pts = this.timeOf(own);
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

  drained(): number {
    this.flush();
    return REST;
  }

  lost(): void {
    this.flush();
  }

  private timeOf(own: bigint | undefined): bigint | undefined {
    return own === undefined || this.shift === undefined ? undefined : own + this.shift;
  }

  private setShift(packet: Buffer, own: bigint | undefined): void {
    const time = frameTime(packet);
    if (own === undefined || time === undefined) return;
    const rounds = (this.now() + AHEAD - time + TIME_WRAP / 2n) / TIME_WRAP;
    this.shift = time - AHEAD + rounds * TIME_WRAP - own;
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
    this.begun ||= this.first !== undefined;
    // Tables that come before the first frame have no time of the flow yet, and stand in front of that frame again.
    if (this.size > 0 && this.begun)
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
