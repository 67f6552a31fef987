interface Span {
  readonly begin: bigint;
  readonly end: bigint;
}

/** Which times are taken. */
export class Timeline {
  /** What is taken, in order; ends are in order too. */
  private readonly taken: Span[] = [];

  /** Takes a time that is free. */
  take(begin: bigint, end: bigint): void {
    this.taken.splice(
      this.first((span) => span.begin > begin),
      0,
      { begin, end },
    );
  }

  /**
   * The first free time from `from` on that lasts for at least `least`, which is more than nothing.
   * @returns when it begins, and when it ends if it does.
   */
  free(from: bigint, least: bigint): { readonly begin: bigint; readonly end?: bigint } {
    let begin = from;
    for (let index = this.first((span) => span.end > from); index < this.taken.length; index++) {
      const span = this.taken[index] as Span;
      if (span.begin - begin >= least) return { begin, end: span.begin };
      if (span.end > begin) begin = span.end;
    }
    return { begin };
  }

  /** Index of the first span of which something is true that is true of all after it. */
  private first(holds: (span: Span) => boolean): number {
    let [low, high] = [0, this.taken.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.taken[middle] as Span)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
