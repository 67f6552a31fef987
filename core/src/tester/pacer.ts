import type { IncomingMessage } from 'node:http';

/**
 * Hands on a response's bytes: as they come, or in reads of a fixed size at a fixed rate. A read happens at the instant
 * the rate says for its last byte; a late one at once.
 */
export class Pacer {
  private readonly began = performance.now();
  private taken = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param rate bytes a second; as fast as they come when undefined.
   * @param size bytes a read, when there is a rate.
   */
  constructor(
    private readonly response: IncomingMessage,
    private readonly deliver: (piece: Buffer) => void,
    private readonly rate: number | undefined,
    private readonly size: number,
  ) {
    if (rate === undefined) response.on('data', deliver);
    else {
      response.on('readable', this.read);
      this.schedule();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.response.off('data', this.deliver).off('readable', this.read);
  }

  private readonly read = (): void => {
    if (this.timer !== undefined) return;
    // Less than a whole read is left when the stream has ended.
    const piece = (this.response.read(this.size) ??
      (this.response.complete ? this.response.read() : null)) as Buffer | null;
    if (!piece) return;
    this.taken += piece.length;
    this.schedule();
    this.deliver(piece);
  };

  private schedule(): void {
    const due = this.began + ((this.taken + this.size) / (this.rate ?? Infinity)) * 1000;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.read();
      },
      Math.max(0, due - performance.now()),
    );
  }
}
