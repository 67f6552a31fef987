import { ProblemList, type StreamChecker, type StreamProblem } from './checker';
import { TsTables } from './ts-tables';

const PACKET = 188;
const SYNC = 0x47;
const NULL_PID = 0x1fff;

/** Checks an MPEG transport stream: packets in step, the counter of each stream without a jump, tables present. */
export class MpegTsChecker implements StreamChecker {
  private readonly list = new ProblemList();
  private readonly counters = new Map<number, number>();
  private rest = Buffer.alloc(0);
  private offset = 0;
  private readonly tables = new TsTables();
  private media = false;

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    if (!this.tables.known) return 'the table of programmes (PAT)';
    if (this.tables.streams.size === 0) return 'the table of streams (PMT)';
    return this.media ? undefined : 'the first media packet';
  }

  get description(): string {
    const { streams } = this.tables;
    return streams.size === 0 ? 'MPEG-TS' : `MPEG-TS: ${[...streams.values()].join(', ')}`;
  }

  push(piece: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    let at = 0;
    while (bytes.length - at >= PACKET) {
      if (bytes[at] === SYNC) {
        this.packet(bytes, at);
        at += PACKET;
      } else at += this.resynchronise(bytes, at);
    }
    this.offset += at;
    this.rest = Buffer.from(bytes.subarray(at));
  }

  end(): void {
    if (this.rest.length > 0)
      this.list.add('the stream ends within a packet', this.offset, `${this.rest.length} bytes`);
  }

  private resynchronise(bytes: Buffer, at: number): number {
    const next = bytes.indexOf(SYNC, at);
    const skipped = (next < 0 ? bytes.length : next) - at;
    this.list.add('bytes that are no MPEG-TS packet', this.offset + at, `${skipped} bytes`);
    return skipped;
  }

  private packet(bytes: Buffer, at: number): void {
    const flags = bytes.readUInt16BE(at + 1);
    const pid = flags & 0x1fff;
    const control = bytes.readUInt8(at + 3);
    const hasPayload = (control & 0x10) !== 0;
    const hasAdaptation = (control & 0x20) !== 0;
    if ((flags & 0x8000) !== 0)
      this.list.add('a packet is marked as damaged', this.offset + at, `stream ${pid}`);
    if (pid === NULL_PID) return;
    if (hasPayload && this.tables.streams.has(pid)) this.media = true;
    if (hasPayload && this.tables.has(pid)) {
      const from = hasAdaptation ? 5 + bytes.readUInt8(at + 4) : 4;
      const payload = bytes.subarray(Math.min(at + from, at + PACKET), at + PACKET);
      this.tables.push(pid, payload, (flags & 0x4000) !== 0);
    }
    const jumps = hasAdaptation && bytes.readUInt8(at + 4) > 0 && (bytes.readUInt8(at + 5) & 0x80) !== 0;
    const counter = control & 0x0f;
    const last = this.counters.get(pid);
    // A packet may be sent twice; without payload the counter stands still.
    const expected = last === undefined || !hasPayload ? last : (last + 1) & 0x0f;
    if (last !== undefined && !jumps && counter !== expected && counter !== last)
      this.list.add(
        'packets are missing',
        this.offset + at,
        `stream ${pid}: counter ${counter} after ${last}`,
      );
    this.counters.set(pid, counter);
  }
}
