import { SECOND } from './formats/format';

/** Nanoseconds by which media is handed on before it is due. */
const LEAD = SECOND / 2n;
/** What waits at most before a source has to wait too. */
const MOST = { time: 5n * SECOND, bytes: 4 * 1024 * 1024 };

interface Item {
  readonly due: bigint;
  readonly bytes: number;
  readonly go: () => void;
}

/** Hands on what a source sends, each when it is due: a source that sends faster than its media lasts fills it up. */
export class Pacer {
  private items: Item[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param now - nanoseconds of the flow's time.
   * @param changed - called when something has been handed on that had waited.
   */
  constructor(
    private readonly now: () => bigint,
    private readonly changed: () => void,
  ) {}

  /** Whether the source has to wait. */
  get full(): boolean {
    const last = this.items.at(-1);
    return this.bytes > MOST.bytes || (last !== undefined && last.due > this.now() + MOST.time);
  }

  get empty(): boolean {
    return this.items.length === 0;
  }

  /** Has something done when it is due, after all that was given before. */
  add(due: bigint, bytes: number, go: () => void): void {
    if (this.empty && due <= this.now() + LEAD) {
      go();
      return;
    }
    this.items.push({ due, bytes, go });
    this.bytes += bytes;
    this.wait();
  }

  /** Forgets what waits. */
  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.items = [];
    this.bytes = 0;
  }

  private wait(): void {
    const [first] = this.items;
    if (!first || this.timer) return;
    const left = Number((first.due - LEAD - this.now()) / 1_000_000n);
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.run();
      },
      Math.min(1000, Math.max(10, left)),
    );
  }

  private run(): void {
    const until = this.now() + LEAD;
    const later = this.items.findIndex(({ due }) => due > until);
    const due = this.items.splice(0, later < 0 ? this.items.length : later);
    for (const { bytes, go } of due) {
      this.bytes -= bytes;
      go();
    }
    this.wait();
    if (due.length > 0) this.changed();
  }
}
