import { ProblemList, type StreamChecker, type StreamProblem } from './checker';

/** Bytes before a tag's content, and of the length after it. */
const TAG_HEAD = 11;
const LENGTH = 4;
const FILE_HEAD = 13;
const NAMES: Readonly<Record<number, string>> = { 8: 'sound', 9: 'pictures', 18: 'data' };

/** Checks an FLV stream: the header first, tags in step, time never backwards. */
export class FlvChecker implements StreamChecker {
  private readonly list = new ProblemList();
  private rest = Buffer.alloc(0);
  private offset = 0;
  private begun = false;
  private broken = false;
  private readonly times = new Map<number, number>();

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    if (!this.begun) return 'the header';
    return this.times.has(8) || this.times.has(9) ? undefined : 'the first media';
  }

  get description(): string {
    return `FLV: ${[...this.times.keys()].map((type) => NAMES[type]).join(', ')}`;
  }

  push(piece: Buffer): void {
    if (this.broken) return;
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    for (let used = this.take(bytes); used > 0; used = this.take(bytes)) {
      this.offset += used;
      bytes = bytes.subarray(used);
    }
    this.rest = Buffer.from(bytes);
  }

  end(): void {
    if (this.rest.length > 0)
      this.list.add('the stream ends within a tag', this.offset, `${String(this.rest.length)} bytes of it`);
  }

  private take(bytes: Buffer): number {
    if (this.broken || bytes.length < FILE_HEAD) return 0;
    if (!this.begun) {
      this.begun = bytes.toString('latin1', 0, 3) === 'FLV';
      return this.begun ? FILE_HEAD : this.give('bytes that are no FLV header');
    }
    const type = bytes.readUInt8(0);
    const whole = TAG_HEAD + bytes.readUIntBE(1, 3) + LENGTH;
    if (!(type in NAMES)) return this.give('bytes that are no FLV tag');
    if (bytes.length < whole) return 0;
    if (bytes.readUInt32BE(whole - LENGTH) !== whole - LENGTH)
      return this.give('a tag has an impossible length');
    this.clock(type, bytes.readUIntBE(4, 3) + bytes.readUInt8(7) * 2 ** 24, whole);
    return whole;
  }

  /** The settings of decoders stand in front with time 0 wherever a listener enters. */
  private clock(type: number, time: number, whole: number): void {
    const before = this.times.get(type);
    if (before !== undefined && time < before)
      this.list.add('time runs backwards', this.offset, `${String(time)} ms after ${String(before)} ms`);
    if (whole > TAG_HEAD + LENGTH) this.times.set(type, time);
  }

  /** From here on nothing can be told apart any more. */
  private give(reason: string): number {
    this.list.add(reason, this.offset);
    this.broken = true;
    return 0;
  }
}
