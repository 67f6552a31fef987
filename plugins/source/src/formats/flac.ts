import { commentsOf } from './comments';
import { Cutter } from './cutter';
import { MAX_HEADERS, MAX_RUBBISH, SECOND, Unreadable, type FormatReader, type FormatSink } from './format';

const MARK = 'fLaC';
const STREAMINFO = 0;
const COMMENTS = 4;
/** Padding and a table for seeking, which an endless stream has no use for. */
const LEFT_OUT: ReadonlySet<number> = new Set([1, 3]);
/** Marks the last header. */
const LAST = 0x80;
/** Longest head of a frame, its checksum included. */
const MAX_HEAD = 16;
/** Most bytes of a frame: 65535 samples of 8 channels of 32 bits, and a little. */
const MAX_FRAME = 2 * 1024 * 1024 + 65_536;

const CRC = Uint8Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = ((value << 1) ^ (value & 0x80 ? 7 : 0)) & 0xff;
  return value;
});

/** What the head of a frame says. */
interface FrameHead {
  readonly samples: number;
  /** Number of the frame, or of its first sample where frames differ in size. */
  readonly number: number;
  readonly bySample: boolean;
}

/** Reads FLAC without a container: its headers, then frames, which end where the next one begins. */
export class FlacReader implements FormatReader {
  private readonly cutter = new Cutter((bytes) => this.step(bytes));
  private headers: Buffer[] = [];
  private headerBytes = 0;
  private rate = 0;
  private inFrames = false;
  private frame: FrameHead | undefined;
  /** Up to where the end of the frame has been looked for. */
  private searched = 0;
  private time = 0n;

  constructor(private readonly sink: FormatSink) {}

  push(data: Buffer): void {
    this.cutter.push(data);
  }

  private step(bytes: Buffer): number {
    return this.inFrames ? this.frameStep(bytes) : this.headerStep(bytes);
  }

  private headerStep(bytes: Buffer): number {
    if (bytes.length < 4) return -4;
    if (this.headers.length === 0) {
      if (bytes.toString('latin1', 0, 4) !== MARK) throw new Unreadable('does not begin as FLAC does');
      return this.keep(bytes.subarray(0, 4));
    }
    const kind = bytes.readUInt8(0) & ~LAST;
    const size = 4 + bytes.readUIntBE(1, 3);
    if (this.headerBytes + size > MAX_HEADERS)
      throw new Unreadable(`has headers of more than ${MAX_HEADERS / 1024} kB`);
    if (bytes.length < size) return -size;
    const block = bytes.subarray(0, size);
    if (kind === STREAMINFO) this.readInfo(block);
    if (kind === COMMENTS) this.sink.named(commentsOf(block.subarray(4)));
    this.inFrames = (bytes.readUInt8(0) & LAST) !== 0;
    if (!LEFT_OUT.has(kind)) this.keep(block);
    if (this.inFrames) this.begin();
    return size;
  }

  private keep(header: Buffer): number {
    this.headers.push(Buffer.from(header));
    this.headerBytes += header.length;
    return header.length;
  }

  private readInfo(block: Buffer): void {
    if (block.length < 18) throw new Unreadable('has a first header that is too short');
    this.rate = block.readUIntBE(14, 3) >> 4;
    // An endless stream has neither a number of samples nor a checksum of them all.
    block.writeUInt8(block.readUInt8(17) & 0xf0, 17);
    block.fill(0, 18, Math.min(block.length, 38));
  }

  private begin(): void {
    if (this.rate === 0) throw new Unreadable('does not say its sample rate');
    this.headers.forEach((header, at) => {
      if (at > 0)
        header.writeUInt8((header.readUInt8(0) & ~LAST) | (at === this.headers.length - 1 ? LAST : 0), 0);
    });
    this.sink.begin('audio/x-flac', this.headers);
    this.headers = [];
  }

  private frameStep(bytes: Buffer): number {
    if (bytes.length < MAX_HEAD) return -MAX_HEAD;
    this.frame ??= headOf(bytes, 0);
    const { frame } = this;
    const next = this.nextFrame(bytes, frame);
    if (next < 0) {
      const most = frame ? MAX_FRAME : MAX_RUBBISH;
      if (bytes.length > most) throw new Unreadable(`has no frame of FLAC in ${Math.floor(most / 1024)} kB`);
      this.searched = Math.max(0, bytes.length - MAX_HEAD + 1);
      return -(bytes.length + 1);
    }
    if (frame) {
      const duration = (BigInt(frame.samples) * SECOND) / BigInt(this.rate);
      this.sink.piece({ data: bytes.subarray(0, next), delta: false, time: this.time, duration });
      this.time += duration;
    }
    this.frame = headOf(bytes, next);
    this.searched = 0;
    return next;
  }

  /** Where the frame after this one begins; -1 while that is not here. */
  private nextFrame(bytes: Buffer, frame: FrameHead | undefined): number {
    const last = bytes.length - MAX_HEAD;
    let at = bytes.indexOf(0xff, Math.max(1, this.searched));
    for (; at >= 0 && at <= last; at = bytes.indexOf(0xff, at + 1)) {
      const head = headOf(bytes, at);
      if (head && (!frame || follows(head, frame))) return at;
    }
    return -1;
  }
}

function follows(head: FrameHead, { number, samples, bySample }: FrameHead): boolean {
  return head.bySample === bySample && head.number === number + (bySample ? samples : 1);
}

/** Reads the head of a frame at a place that has `MAX_HEAD` bytes; undefined where none is. */
function headOf(bytes: Buffer, at: number): FrameHead | undefined {
  if ((bytes.readUInt16BE(at) & 0xfffe) !== 0xfff8) return undefined;
  const [sizes, form] = [bytes.readUInt8(at + 2), bytes.readUInt8(at + 3)];
  const [size, rate] = [sizes >> 4, sizes & 15];
  if (size === 0 || rate === 15 || form >> 4 > 10 || (form & 1) !== 0) return undefined;
  const first = bytes.readUInt8(at + 4);
  const more = first < 0x80 ? 0 : Math.clz32(~(first << 24)) - 1;
  if (first >= 0x80 && (more < 1 || more > 6)) return undefined;
  let number = first < 0x80 ? first : first & (0x3f >> more);
  for (let index = 1; index <= more; index++) number = number * 64 + (bytes.readUInt8(at + 4 + index) & 0x3f);
  const sizeAt = at + 5 + more;
  const sizeBytes = size === 6 ? 1 : size === 7 ? 2 : 0;
  const end = sizeAt + sizeBytes + (rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0);
  let crc = 0;
  for (let index = at; index < end; index++) crc = CRC[crc ^ bytes.readUInt8(index)] ?? 0;
  if (crc !== bytes.readUInt8(end)) return undefined;
  return { samples: samplesOf(size, bytes, sizeAt), number, bySample: (bytes.readUInt8(at + 1) & 1) !== 0 };
}

function samplesOf(size: number, bytes: Buffer, at: number): number {
  if (size === 1) return 192;
  if (size <= 5) return 576 << (size - 2);
  if (size === 6) return bytes.readUInt8(at) + 1;
  return size === 7 ? bytes.readUInt16BE(at) + 1 : 256 << (size - 8);
}
