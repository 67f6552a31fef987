interface Waiter {
  readonly holds: () => boolean;
  readonly done: (outcome: Outcome) => void;
}

/** How a wait ended: what was waited for is there; it did not come in time; too many wait already. */
export type Outcome = 'there' | 'late' | 'full';

/** Requests that are answered when something new has come. */
export class Waiting {
  private readonly waiters = new Set<Waiter>();

  /** @param most - requests that may wait at a time. */
  constructor(private readonly most: number) {}

  /** Requests that wait now. */
  get size(): number {
    return this.waiters.size;
  }

  /**
   * Waits until something holds.
   * @param deadline - milliseconds.
   * @param gone - ends the wait early, as 'late', when nobody waits any more.
   */
  wait(holds: () => boolean, deadline: number, gone: AbortSignal): Promise<Outcome> {
    if (holds()) return Promise.resolve('there');
    if (this.waiters.size >= this.most) return Promise.resolve('full');
    return new Promise((resolve) => {
      const end = (): void => {
        waiter.done('late');
      };
      const timer = setTimeout(end, deadline);
      const waiter: Waiter = {
        holds,
        done: (outcome) => {
          clearTimeout(timer);
          gone.removeEventListener('abort', end);
          this.waiters.delete(waiter);
          resolve(outcome);
        },
      };
      this.waiters.add(waiter);
      gone.addEventListener('abort', end);
      if (gone.aborted) end();
    });
  }

  /** Something has changed. */
  check(): void {
    for (const waiter of this.waiters) if (waiter.holds()) waiter.done('there');
  }

  /** Ends every wait, as 'late'. */
  close(): void {
    for (const waiter of this.waiters) waiter.done('late');
  }
}
