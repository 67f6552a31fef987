import type { StreamChecker, StreamProblem } from './checker';
import { clone } from './clone';

/** Bytes of a stream that are kept to be compared with. */
const KEPT = 4 * 1024 * 1024;
/** Bytes between two places from which a check can go on. */
const BETWEEN_PLACES = 128 * 1024;
/** Bytes that have to be the same, and only once in what is kept, for a listener to be at the same place of the stream. */
const ALIKE = 512;

/** A place of a stream with all that checking it so far has found. */
interface Place {
  readonly at: number;
  readonly checker: StreamChecker;
}

/** When so much of the stream was known. */
interface Mark {
  readonly at: number;
  readonly time: number;
}

/** Where a listener is in a shared stream. */
export interface Follower {
  /** Bytes of the shared stream before what it gets next. */
  at: number;
  /** Takes over a check of its own from here on: what it gets is not what the others got. */
  part(checker: StreamChecker): void;
}

/** Whether a piece tells where in its stream it is: by an end that is long enough and not the same as what is before it. */
export function tellsPlace(piece: Buffer): boolean {
  return piece.length >= ALIKE && piece.indexOf(piece.subarray(-ALIKE)) === piece.length - ALIKE;
}

/**
 * One live stream that many listeners get: who is first has the bytes checked, those behind have theirs compared with
 * them, which costs a small part of it. So the tester needs no state of a format for each listener, and knows how far
 * behind the first each is.
 */
export class SharedStream {
  private readonly kept = Buffer.allocUnsafeSlow(2 * KEPT);
  /** Bytes of the stream before those kept, and bytes kept. */
  private base = 0;
  private length = 0;
  private places: Place[] = [];
  private marks: Mark[] = [];
  private readonly followers = new Set<Follower>();
  private fault: { readonly at: number; readonly problem: StreamProblem } | undefined;

  /**
   * @param checker of a listener whose stream is good and can be played; what it has checked is the past of this one.
   * @param last what it got last.
   */
  constructor(
    private readonly checker: StreamChecker,
    last: Buffer,
    now: number,
  ) {
    this.append(last.subarray(-KEPT), now);
    this.places.push({ at: this.length, checker: clone(checker) });
  }

  get description(): string {
    return this.checker.description;
  }

  /** Whether nothing is wrong with it so far. */
  get good(): boolean {
    return this.fault === undefined;
  }

  /** Whether anybody follows it; one that nobody follows stands still. */
  get followed(): boolean {
    return this.followers.size > 0;
  }

  /**
   * Finds where a listener is, by what it got last; it follows from there.
   * @returns whether that is known: enough bytes, which are found once.
   */
  join(follower: Follower, last: Buffer): boolean {
    if (last.length < ALIKE || !this.good) return false;
    const kept = this.kept.subarray(0, this.length);
    const end = last.subarray(-ALIKE);
    const found = kept.indexOf(end);
    const at = this.base + found + ALIKE;
    if (found < 0 || at < (this.places[0]?.at ?? at) || kept.indexOf(end, found + 1) >= 0) return false;
    follower.at = at;
    this.followers.add(follower);
    return true;
  }

  /** A listener has left. */
  leave(follower: Follower): void {
    this.followers.delete(follower);
  }

  /**
   * Checks what a follower gets next.
   * @returns milliseconds by which the first had it earlier, or what is wrong with it; `parted` when it is another
   * stream from here on: then the follower has been given a check of its own, which has seen the piece.
   */
  push(follower: Follower, piece: Buffer, now: number): number | StreamProblem | 'parted' {
    const known = Math.min(piece.length, this.base + this.length - follower.at);
    const start = follower.at - this.base;
    if (known > 0 && piece.compare(this.kept, start, start + known, 0, known) !== 0) {
      const checker = this.checkerAt(follower.at);
      this.leave(follower);
      checker.push(piece);
      follower.part(checker);
      return 'parted';
    }
    follower.at += piece.length;
    const lag = known > 0 ? this.lag(follower.at - piece.length + known, now) : 0;
    if (known < piece.length) this.goOn(piece.subarray(known), now);
    return this.fault && follower.at > this.fault.at ? this.fault.problem : lag;
  }

  private goOn(fresh: Buffer, now: number): void {
    const at = this.base + this.length;
    if (!this.fault) {
      const last = this.places.at(-1);
      if (!last || at - last.at >= BETWEEN_PLACES) this.places.push({ at, checker: clone(this.checker) });
      this.checker.push(fresh);
      const [problem] = this.checker.problems;
      if (problem) this.fault = { at, problem };
    }
    this.append(fresh, now);
  }

  private append(fresh: Buffer, now: number): void {
    if (this.length + fresh.length > this.kept.length) this.forget();
    // A read is far smaller than what is kept.
    this.length += fresh.copy(this.kept, this.length);
    this.marks.push({ at: this.base + this.length, time: now });
  }

  /** Makes room; who is too far behind to be compared any more goes on alone. */
  private forget(): void {
    const gone = this.length - KEPT;
    for (const follower of this.followers) {
      if (follower.at >= this.base + gone) continue;
      const checker = this.checkerAt(follower.at);
      this.leave(follower);
      follower.part(checker);
    }
    this.kept.copyWithin(0, gone, this.length);
    this.base += gone;
    this.length = KEPT;
    const first = this.places.findLastIndex(({ at }) => at <= this.base);
    this.places = this.places.slice(Math.max(0, first));
    this.marks = this.marks.filter(({ at }) => at > this.base);
  }

  /** A check of its own for who is at a place, as if it had checked all up to there. */
  private checkerAt(at: number): StreamChecker {
    // There is one: who joins is behind the first of them, and is made to part before it is forgotten.
    const place = this.places.findLast((each) => each.at <= at) as Place;
    const checker = clone(place.checker);
    if (place.at < at) checker.push(this.kept.subarray(place.at - this.base, at - this.base));
    return checker;
  }

  /** Milliseconds since the first had come so far. */
  private lag(at: number, now: number): number {
    let [low, high] = [0, this.marks.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.marks[middle]?.at ?? 0) >= at) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, now - (this.marks[low]?.time ?? now));
  }
}
