import type { Exchange } from './http/exchange';

/** Makes a listener read at a rate: no further read begins before the instant the rate says for its last byte. */
export class Pacer {
  private readonly began = performance.now();
  private taken = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param rate bytes a second.
   * @param size bytes a read.
   */
  constructor(
    private readonly exchange: Exchange,
    private readonly rate: number,
    private readonly size: number,
  ) {
    this.wait();
  }

  /** So many bytes were read. */
  took(bytes: number): void {
    this.taken += bytes;
    this.wait();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private wait(): void {
    const due = this.began + ((this.taken + this.size) / this.rate) * 1000;
    const left = due - performance.now();
    if (left < 1 || this.timer !== undefined) return;
    this.exchange.pause();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.exchange.resume();
    }, left);
  }
}
