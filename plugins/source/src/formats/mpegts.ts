import { Cutter } from './cutter';
import { MAX_RUBBISH, SECOND, Unreadable, type FormatReader, type FormatSink } from './format';
import { begins, isEntry, PACKET, pidOf, SYNC, Tables, timeIn, WRAP } from './mpegts-packets';

/** Packets that are handed on together at most. */
const MAX_GROUP = 64 * 1024;
/** Time between two places to enter where every frame is one, in ticks of 90 kHz. */
const ENTRY_INTERVAL = 22_500n;
/** Time without a marked keyframe after which any frame of pictures is taken for one, in ticks of 90 kHz. */
const MARK_PATIENCE = 900_000n;
const NULL_PID = 0x1fff;

/** Reads an MPEG transport stream. Its tables are put in front of each keyframe, so that it can be entered there. */
export class TransportReader implements FormatReader {
  private readonly cutter = new Cutter((bytes) => this.step(bytes));
  private readonly tables = new Tables();
  private begun = false;
  private synced = false;
  private rubbish = 0;
  private group: Buffer[] = [];
  private size = 0;
  private entry = false;
  /** Of the last frame, in ticks since the stream began. */
  private ticks: bigint | undefined;
  private lastRaw = 0n;
  private groupTicks: bigint | undefined;
  private lastEntry: bigint | undefined;

  constructor(private readonly sink: FormatSink) {}

  push(data: Buffer): void {
    this.cutter.push(data);
    this.flush();
  }

  private step(bytes: Buffer): number {
    // One byte that looks right is no packet yet; two in their places are.
    const needed = this.synced ? PACKET : PACKET + 1;
    if (bytes.length < needed) return -needed;
    if (bytes[0] !== SYNC || (!this.synced && bytes[PACKET] !== SYNC)) {
      this.synced = false;
      const next = bytes.indexOf(SYNC, 1);
      const left = next < 0 ? bytes.length : next;
      this.rubbish += left;
      if (this.rubbish > MAX_RUBBISH)
        throw new Unreadable(`has no packets of MPEG-TS in ${MAX_RUBBISH / 1024} kB`);
      return left;
    }
    this.rubbish = 0;
    this.synced = true;
    const packet = bytes.subarray(0, PACKET);
    if (pidOf(packet) !== NULL_PID) this.take(packet);
    return PACKET;
  }

  private take(packet: Buffer): void {
    if (!this.begun) {
      this.begun = true;
      this.sink.begin(`video/mpegts, systemstream=(boolean)true, packetsize=(int)${PACKET}`, []);
    }
    const table = this.tables.take(packet);
    if (!table && begins(packet)) this.frame(packet);
    this.add(table ?? packet);
    if (this.size >= MAX_GROUP) this.flush();
  }

  /** A frame begins in this packet. */
  private frame(packet: Buffer): void {
    const raw = timeIn(packet);
    if (raw !== undefined) {
      // The shorter way round: times wrap, and those of pictures also go back a little.
      let step = (raw - this.lastRaw + WRAP) % WRAP;
      if (step > WRAP / 2n) step -= WRAP;
      this.ticks = (this.ticks ?? -step) + step;
      this.lastRaw = raw;
    }
    if (!this.canEnter(packet)) return;
    this.flush();
    for (const copy of this.tables.copies()) this.add(copy);
    this.entry = true;
    this.lastEntry = this.ticks;
  }

  private canEnter(packet: Buffer): boolean {
    const { ticks, lastEntry, tables } = this;
    if (!tables.complete || ticks === undefined) return false;
    const since = lastEntry === undefined || ticks < lastEntry ? undefined : ticks - lastEntry;
    if (tables.pictures.size === 0) return since === undefined || since >= ENTRY_INTERVAL;
    if (!tables.pictures.has(pidOf(packet))) return false;
    return isEntry(packet) || (since ?? ticks) >= MARK_PATIENCE;
  }

  private add(packet: Buffer): void {
    this.group.push(packet);
    this.size += packet.length;
    this.groupTicks ??= this.ticks;
  }

  private flush(): void {
    if (this.size === 0) return;
    const { groupTicks: ticks, entry } = this;
    this.sink.piece({
      data: Buffer.concat(this.group, this.size),
      delta: !entry,
      ...(ticks === undefined ? {} : { time: (ticks * SECOND) / 90_000n }),
    });
    this.group = [];
    this.size = 0;
    this.entry = false;
    this.groupTicks = undefined;
  }
}
