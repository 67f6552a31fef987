import type { MoodKeeper } from './mood-keeper';

/** Milliseconds without a buffer after which an eater counts as hungry. */
export const HUNGRY_AFTER = 5000;

/** Watches one connection of an eater and tells the mood keeper when it starves. */
export class EaterWatch {
  private seen = -1;
  private fed = 0;
  private away: string | undefined;

  /** @param mood - told of hunger; none for an eater that the component can do without. */
  constructor(
    private readonly mood: MoodKeeper | undefined,
    private readonly alias: string,
    private readonly feed: string,
  ) {}

  /** The feed's connection stands; buffers are expected from `now` on. */
  connected(now: number): void {
    this.away = undefined;
    this.fed = now;
    this.seen = -1;
  }

  /** The feed's connection is gone. */
  disconnected(reason: string): void {
    this.away = `the feed ${this.feed} is away: ${reason}`;
    this.mood?.hunger(this.alias, this.away);
  }

  /** Looks at how many buffers have come so far. */
  tick(buffers: number, now: number): void {
    if (this.away !== undefined) return;
    if (buffers !== this.seen) {
      this.seen = buffers;
      this.fed = now;
    }
    const starved = now - this.fed > HUNGRY_AFTER;
    this.mood?.hunger(
      this.alias,
      starved ? `no data on ${this.feed} for more than ${String(HUNGRY_AFTER / 1000)} s` : undefined,
    );
  }
}
