import { errorText } from '../errors';
import type { Logger } from '../log/logger';

/** Milliseconds before everything is looked at again when that failed. */
const FIRST_RETRY = 1000;
/** Longest rest between two looks, in milliseconds. */
const LONGEST_REST = 500;

/** Decides when everything is looked at: soon after something has happened, and not so often that nothing else gets done. */
export class Rounds {
  private asked = false;
  /** When the next look may be, by `performance.now()`. */
  private rested = 0;
  private closed = false;
  private timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;

  /** @param look - looks at everything; one that fails is reported and made again. */
  constructor(
    private readonly look: () => Promise<void>,
    private readonly log: Logger,
  ) {}

  /**
   * Has everything looked at soon; many calls at once lead to one look. A look at a large planet takes its time, so between
   * looks there is a rest as long as the last one: else the jobs of hundreds of workers that come at once leave no time for
   * anything but looks.
   */
  soon(): void {
    if (this.asked || this.closed) return;
    this.asked = true;
    const wait = this.rested - performance.now();
    if (wait > 1) setTimeout(() => this.go(), wait).unref();
    else setImmediate(() => this.go());
  }

  /** Has everything looked at in so many milliseconds; the earliest wish counts, and each look makes its own. */
  later(wait: number): void {
    const at = Date.now() + wait + 1;
    if (this.closed || (this.timer && this.timer.at <= at)) return;
    clearTimeout(this.timer?.handle);
    const handle = setTimeout(() => {
      this.timer = undefined;
      this.soon();
    }, wait + 1);
    handle.unref();
    this.timer = { at, handle };
  }

  /** Looks no more. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer?.handle);
  }

  private go(): void {
    this.asked = false;
    if (this.closed) return;
    const began = performance.now();
    void this.look()
      .catch((error: unknown) => {
        this.log.error(`the planet could not be looked after: ${errorText(error)}`);
        this.later(FIRST_RETRY);
      })
      .finally(() => {
        const now = performance.now();
        this.rested = now + Math.min(LONGEST_REST, now - began);
      });
  }
}
