import type { Chunk } from './chunks';
import type { FanOut } from './fan-out';
import type { Framed } from './framing';
import type { Position, Ring } from './ring';
import type { Stream } from './stream';

/** One that is served in step. */
export interface Member {
  /** The stream it is given. */
  readonly stream: Stream | undefined;
  /**
   * It has to leave: what comes next is not for those in step, or the kernel has not taken all of a chunk.
   * @param chunk - what it was given last.
   * @param sent - bytes of it that the kernel took; -1 when the connection is broken.
   */
  fallOut(chunk?: Chunk, sent?: number): void;
}

const FIRST_SLOTS = 64;
/** What stands where nobody is: no position equals it. */
const NOBODY = NaN;

/**
 * Listeners that have had all there was and need nothing but the same bytes as each other. What a pass has to know of them
 * stands in rows of numbers, so that it touches none of them: they lie about in memory, and after all the copying in the
 * kernel the processor would have to fetch each of them anew.
 */
export class InStep {
  private readonly members: (Member | undefined)[] = [];
  private readonly free: number[] = [];
  private rows = rows(FIRST_SLOTS);
  private stream: Stream | undefined;
  /** The chunk that is being given, and the slot that is to get it next. */
  private position: Position = 0;
  private cursor = 0;

  /** @param form - what they are given of each chunk. */
  constructor(
    private readonly ring: Ring,
    private readonly form: keyof Framed,
    private readonly fanOut: FanOut,
  ) {}

  /** Listeners in step. */
  get size(): number {
    return this.members.length - this.free.length;
  }

  /** Whether there is something that not all have been given. */
  isBehind(): boolean {
    return this.size > 0 && this.position < this.ring.head;
  }

  /**
   * Takes one in that has had everything.
   * @param fd - descriptor of its connection; it has to leave before that is closed.
   * @returns its slot; undefined when it is given another stream than the others.
   */
  join(member: Member, fd: number): number | undefined {
    const { head } = this.ring;
    if (this.size === 0) {
      this.stream = member.stream;
      this.position = head;
      this.cursor = 0;
    } else if (member.stream !== this.stream) return undefined;
    const slot = this.free.pop() ?? this.members.length;
    if (slot === this.rows.fds.length) this.grow();
    this.members[slot] = member;
    this.rows.fds[slot] = fd;
    this.rows.next[slot] = head;
    this.rows.bytes[slot] = 0;
    return slot;
  }

  /** Takes one out. @returns the position of what it is given next. */
  leave(slot: number): Position {
    const next = this.rows.next[slot] as Position;
    this.members[slot] = undefined;
    this.rows.next[slot] = NOBODY;
    this.free.push(slot);
    return next;
  }

  /** Bytes that one was given in step. */
  bytesOf(slot: number): number {
    return this.rows.bytes[slot] as number;
  }

  /**
   * Gives one new chunk to all, or goes on to give it.
   * @param most - slots to look at before others have their turn.
   * @returns bytes that those were given who got all of it.
   */
  serve(most: number): number {
    const chunk = this.ring.at(this.position);
    const given = chunk && chunk.stream === this.stream ? this.give(chunk, this.cursor + most) : this.part();
    if (this.cursor >= this.members.length) {
      this.cursor = 0;
      this.position++;
    }
    return given;
  }

  private give(chunk: Chunk, until: number): number {
    const data = chunk[this.form];
    const count = this.call(Math.min(until, this.members.length));
    const { bytes, due, dueFds, sent } = this.rows;
    this.fanOut(data, dueFds, count, sent);
    const short: (readonly [member: Member | undefined, sent: number | undefined])[] = [];
    for (let index = 0; index < count; index++) {
      const slot = due[index] as number;
      if (sent[index] === data.length) bytes[slot] = (bytes[slot] as number) + data.length;
      else short.push([this.members[slot], sent[index]]);
    }
    // Once the rows are as they should be: whoever falls out may take others along.
    for (const [member, taken] of short) member?.fallOut(chunk, taken);
    return (count - short.length) * data.length;
  }

  /** Notes who, up to a slot, is to get the chunk that is being given, and that they have had it. */
  private call(until: number): number {
    const { fds, next, due, dueFds } = this.rows;
    let count = 0;
    for (; this.cursor < until; this.cursor++) {
      const slot = this.cursor;
      if (next[slot] !== this.position) continue;
      next[slot] = this.position + 1;
      due[count] = slot;
      dueFds[count++] = fds[slot] as number;
    }
    return count;
  }

  /** Another stream has begun, or what comes next is no longer there: each goes on by itself. */
  private part(): number {
    for (const member of this.members) member?.fallOut();
    this.cursor = this.members.length;
    return 0;
  }

  private grow(): void {
    const { fds, next, bytes } = this.rows;
    this.rows = rows(fds.length * 2);
    this.rows.fds.set(fds);
    this.rows.next.set(next);
    this.rows.bytes.set(bytes);
  }
}

/** What is known of each slot; and, of those who are given a chunk in one go, slot, descriptor and bytes taken. */
function rows(slots: number) {
  return {
    fds: new Int32Array(slots),
    next: new Float64Array(slots),
    bytes: new Float64Array(slots),
    due: new Int32Array(slots),
    dueFds: new Int32Array(slots),
    sent: new Int32Array(slots),
  };
}
