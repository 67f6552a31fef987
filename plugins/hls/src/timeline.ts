/** Milliseconds by which two beginnings may differ and still follow one time of day. */
const TOLERANCE = 500;

/** What streams share that show the same thing: the time of day, and where it breaks off. Times are the flow's. */
export class Timeline {
  private anchor: number | undefined;
  private count = 0;

  /** @param broke - told how often it has broken off, each time before anybody sees it. */
  constructor(private readonly broke: (breaks: number) => void = () => undefined) {}

  /** How often it has broken off, the beginning included. */
  get breaks(): number {
    return this.count;
  }

  /** It breaks off in one of the streams, and has to in all. */
  break(): void {
    this.count++;
    this.broke(this.count);
  }

  /** A stretch of stream begins now, at a time in seconds: the time of day is taken anew if it is another. */
  begin(time: number): void {
    const anchor = Date.now() - time * 1000;
    if (this.anchor === undefined || Math.abs(anchor - this.anchor) > TOLERANCE) this.anchor = anchor;
  }

  /** Milliseconds since 1970 at a time in seconds. */
  at(time: number): number {
    return (this.anchor ?? 0) + time * 1000;
  }
}
