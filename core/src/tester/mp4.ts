import { ProblemList, type StreamChecker, type StreamProblem } from './checker';

const HEAD = 8;
/** Boxes that may stand at the top of a stream of fragments. */
const KNOWN = new Set([
  'ftyp',
  'moov',
  'moof',
  'mdat',
  'styp',
  'sidx',
  'emsg',
  'free',
  'skip',
  'prft',
  'mfra',
  'udta',
]);
/** Largest box that is kept to be read. */
const MAX_BOX = 4 * 1024 * 1024;

/** Checks a stream of MP4 fragments: boxes in step, the header first, time of each track never backwards. */
export class Mp4Checker implements StreamChecker {
  private readonly list = new ProblemList();
  private rest = Buffer.alloc(0);
  private offset = 0;
  /** Bytes of media still to be passed over. */
  private passing = 0;
  private broken = false;
  private readonly seen = new Set<string>();
  private readonly times = new Map<number, bigint>();

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    if (!this.seen.has('moov')) return 'the description of the tracks';
    return this.seen.has('mdat') ? undefined : 'the first fragment';
  }

  get description(): string {
    return `MP4: ${String(this.times.size)} tracks`;
  }

  push(piece: Buffer): void {
    if (this.broken) return;
    const passed = Math.min(this.passing, piece.length);
    this.passing -= passed;
    this.offset += passed;
    let bytes =
      this.rest.length > 0 ? Buffer.concat([this.rest, piece.subarray(passed)]) : piece.subarray(passed);
    for (let used = this.take(bytes); used > 0; used = this.take(bytes)) {
      this.offset += used;
      bytes = bytes.subarray(used);
    }
    this.rest = Buffer.from(bytes);
  }

  end(): void {
    if (this.rest.length > 0 || this.passing > 0)
      this.list.add('the stream ends within a box', this.offset, `${String(this.rest.length)} bytes of it`);
  }

  /** Takes a box off the front, of media only what is there; 0 when it is not whole yet. */
  private take(bytes: Buffer): number {
    if (this.broken || bytes.length < HEAD) return 0;
    const size = bytes.readUInt32BE(0);
    const type = bytes.toString('latin1', 4, HEAD);
    if (size < HEAD || !KNOWN.has(type) || (type !== 'mdat' && size > MAX_BOX)) {
      this.list.add('bytes that are no MP4 box', this.offset);
      this.broken = true;
      return 0;
    }
    if (type === 'mdat') {
      if (!this.seen.has('moof')) this.list.add('media comes before a fragment', this.offset);
      this.seen.add(type);
      this.passing = Math.max(0, size - bytes.length);
      return Math.min(size, bytes.length);
    }
    if (bytes.length < size) return 0;
    if (type === 'moof') this.fragment(bytes.subarray(0, size));
    if (type === 'ftyp') this.times.clear();
    this.seen.add(type);
    return size;
  }

  private fragment(moof: Buffer): void {
    if (!this.seen.has('moov')) this.list.add('a fragment comes before the headers', this.offset);
    const [head, decode] = [moof.indexOf('tfhd'), moof.indexOf('tfdt')];
    if (head < 0 || decode < 0) {
      this.list.add('a fragment has no track or no time', this.offset);
      return;
    }
    const track = moof.readUInt32BE(head + HEAD);
    const long = moof.readUInt8(decode + 4) === 1;
    const time = long ? moof.readBigUInt64BE(decode + HEAD) : BigInt(moof.readUInt32BE(decode + HEAD));
    const before = this.times.get(track);
    if (before !== undefined && time < before) {
      this.list.add(
        'time runs backwards',
        this.offset,
        `track ${String(track)}: ${String(time)} after ${String(before)}`,
      );
    }
    this.times.set(track, time);
  }
}
