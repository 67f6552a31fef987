import { ProblemList, type StreamChecker, type StreamProblem } from './checker';
import { readElement, readUnsigned, type Element } from './ebml';

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const TIMECODE = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
/** Elements that stand directly in a segment or in a cluster. */
const KNOWN = new Set([
  ...[EBML, SEGMENT, TRACKS, CLUSTER, TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP],
  ...[0x114d9b74, 0x1549a966, 0x1c53bb6b, 0x1254c367, 0x1043a770, 0x1941a469, 0xec, 0xbf, 0xa7, 0xab, 0x5854],
]);
/** Largest element that is kept to be read; media blocks are smaller by far. */
const MAX_ELEMENT = 16 * 1024 * 1024;

/** Checks a WebM or Matroska stream: headers first, known elements in step, time of clusters never backwards. */
export class WebmChecker implements StreamChecker {
  private readonly list = new ProblemList();
  private pieces: Buffer[] = [];
  private held = 0;
  private need = 12;
  private offset = 0;
  private readonly seen = new Set<number>();
  private time: number | undefined;
  private broken = false;

  get problems(): readonly StreamProblem[] {
    return this.list.problems;
  }

  get awaits(): string | undefined {
    if (!this.seen.has(TRACKS)) return 'the description of the tracks';
    return this.seen.has(SIMPLE_BLOCK) || this.seen.has(BLOCK_GROUP) ? undefined : 'the first block of media';
  }

  get description(): string {
    return 'WebM';
  }

  push(piece: Buffer): void {
    if (this.broken) return;
    this.held += piece.length;
    if (this.held < this.need) {
      this.pieces.push(Buffer.from(piece));
      return;
    }
    let rest = this.pieces.length === 0 ? piece : Buffer.concat([...this.pieces, piece], this.held);
    for (let used = this.take(rest); used > 0; used = this.take(rest)) {
      this.offset += used;
      rest = rest.subarray(used);
    }
    this.pieces = rest.length > 0 ? [Buffer.from(rest)] : [];
    this.held = rest.length;
  }

  end(): void {
    if (this.held > 0)
      this.list.add('the stream ends within an element', this.offset, `${this.held} bytes of it`);
  }

  /** Takes one element off the front, or only the head of one that holds others; 0 when it is not whole yet. */
  private take(bytes: Buffer): number {
    if (this.broken) return 0;
    const element = readElement(bytes);
    if (element === 'unfinished') {
      this.need = bytes.length + 1;
      return 0;
    }
    if (element === 'none' || !KNOWN.has(element.id)) return this.give('bytes that are no WebM element');
    if (element.id === SEGMENT || element.id === CLUSTER) {
      this.open(element.id);
      return element.head;
    }
    if (element.size === undefined || element.size > MAX_ELEMENT)
      return this.give('an element has an impossible size');
    const whole = element.head + element.size;
    this.need = whole;
    if (bytes.length < whole) return 0;
    this.need = 1;
    this.read(element, bytes.subarray(element.head, whole));
    return whole;
  }

  /** From here on nothing can be told apart any more. */
  private give(reason: string): number {
    this.list.add(reason, this.offset);
    this.broken = true;
    this.pieces = [];
    return 0;
  }

  private open(id: number): void {
    if (id === SEGMENT && !this.seen.has(EBML))
      this.list.add('the EBML header does not come first', this.offset);
    if (id === CLUSTER && !this.seen.has(TRACKS))
      this.list.add('media comes before the headers', this.offset);
    this.seen.add(id);
  }

  private read({ id }: Element, body: Buffer): void {
    this.seen.add(id);
    if (id === EBML && this.offset > 0) {
      // A new stream may follow in the same response.
      this.seen.clear();
      this.seen.add(EBML);
      this.time = undefined;
    }
    if (id !== TIMECODE) return;
    const time = readUnsigned(body);
    if (this.time !== undefined && time < this.time) {
      this.list.add('time runs backwards', this.offset, `cluster at ${time} after ${this.time}`);
    }
    this.time = time;
  }
}
