import { ProblemList, type StreamChecker, type StreamProblem } from './checker';

const PACKET = 188;
const SYNC = 0x47;
const NULL_PID = 0x1fff;

/** Checks an MPEG transport stream: packets in step, the counter of each stream without a jump, tables present. */
export class MpegTsChecker implements StreamChecker {
  private readonly list = new ProblemList();
  private readonly counters = new Map<number, number>();
  private rest = Buffer.alloc(0);
  private offset = 0;
  private tables = false;
  private media = false;

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    if (!this.tables) return 'the table of programmes (PAT)';
    return this.media ? undefined : 'the first media packet';
  }

  get description(): string {
    return `MPEG-TS: ${this.counters.size} streams`;
  }

  push(piece: Buffer): void {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    while (bytes.length >= PACKET) {
      const used = bytes[0] === SYNC ? PACKET : this.resynchronise(bytes);
      if (used === PACKET && bytes[0] === SYNC) this.packet(bytes.subarray(0, PACKET));
      this.offset += used;
      bytes = bytes.subarray(used);
    }
    this.rest = Buffer.from(bytes);
  }

  end(): void {
    if (this.rest.length > 0)
      this.list.add('the stream ends within a packet', this.offset, `${this.rest.length} bytes`);
  }

  private resynchronise(bytes: Buffer): number {
    const next = bytes.indexOf(SYNC);
    const skipped = next < 0 ? bytes.length : next;
    this.list.add('bytes that are no MPEG-TS packet', this.offset, `${skipped} bytes`);
    return skipped;
  }

  private packet(packet: Buffer): void {
    const flags = packet.readUInt16BE(1);
    const pid = flags & 0x1fff;
    const control = packet.readUInt8(3);
    const hasPayload = (control & 0x10) !== 0;
    const hasAdaptation = (control & 0x20) !== 0;
    if ((flags & 0x8000) !== 0) this.list.add('a packet is marked as damaged', this.offset, `stream ${pid}`);
    if (pid === 0) this.tables = true;
    if (pid === NULL_PID) return;
    if (pid > 0x1f && hasPayload && this.tables) this.media = true;
    const jumps = hasAdaptation && packet.readUInt8(4) > 0 && (packet.readUInt8(5) & 0x80) !== 0;
    const counter = control & 0x0f;
    const last = this.counters.get(pid);
    // A packet may be sent twice; without payload the counter stands still.
    const expected = last === undefined || !hasPayload ? last : (last + 1) & 0x0f;
    if (last !== undefined && !jumps && counter !== expected && counter !== last) {
      this.list.add('packets are missing', this.offset, `stream ${pid}: counter ${counter} after ${last}`);
    }
    this.counters.set(pid, counter);
  }
}
