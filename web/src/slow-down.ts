import { neighbourhood } from './address';

/** Limits of the slow-down; times in milliseconds. */
export interface SlowDownLimits {
  /** Wait after the first failure; doubled with each further one. */
  readonly first: number;
  readonly longest: number;
  /** Time without failure after which all is forgotten. */
  readonly forget: number;
  /** Logins of one address that wait at a time. */
  readonly waiting: number;
  /** Logins of all addresses that wait at a time. */
  readonly allWaiting: number;
  /** Failures of one address, whatever the user, after which everything from it waits. */
  readonly perAddress: number;
  /** Addresses and users remembered. */
  readonly entries: number;
}

/** The usual limits. */
export const SLOW_DOWN: SlowDownLimits = {
  first: 250,
  longest: 8000,
  forget: 60_000,
  waiting: 16,
  allWaiting: 2000,
  perAddress: 20,
  entries: 20_000,
};

interface Failures {
  count: number;
  last: number;
}

/**
 * Makes guessing passwords slow: who fails waits longer each time. It counts per address and user, so that one player
 * with a wrong password does not hold up others behind the same address, and per address against trying many names; the
 * 64 bits of a network count as one IPv6 address. Who has not failed never waits.
 */
export class SlowDown {
  private readonly failures = new Map<string, Failures>();
  private readonly waiting = new Map<string, number>();
  private allWaiting = 0;

  constructor(private readonly limits: SlowDownLimits = SLOW_DOWN) {}

  /**
   * Waits as long as earlier failures cost.
   * @returns whether it may be judged now; false, at once, when too many wait already.
   */
  async admit(address: string, user: string): Promise<boolean> {
    const from = neighbourhood(address);
    const wait = Math.max(this.wait(keyOf(from, user), 0), this.wait(from, this.limits.perAddress));
    if (wait === 0) return true;
    const mine = this.waiting.get(from) ?? 0;
    if (mine >= this.limits.waiting || this.allWaiting >= this.limits.allWaiting) return false;
    this.waiting.set(from, mine + 1);
    this.allWaiting++;
    await new Promise<void>((resolve) => setTimeout(resolve, wait).unref());
    this.allWaiting--;
    const left = (this.waiting.get(from) ?? 1) - 1;
    if (left > 0) this.waiting.set(from, left);
    else this.waiting.delete(from);
    return true;
  }

  /** Notes how a login was judged. */
  judged(address: string, user: string, admitted: boolean): void {
    const from = neighbourhood(address);
    if (admitted) this.failures.delete(keyOf(from, user));
    else for (const key of [keyOf(from, user), from]) this.note(key);
  }

  private wait(key: string, free: number): number {
    const entry = this.failures.get(key);
    if (!entry || performance.now() - entry.last > this.limits.forget) return 0;
    const counted = entry.count - free;
    const { first, longest } = this.limits;
    return counted <= 0 ? 0 : Math.min(longest, first * 2 ** Math.min(counted - 1, 20));
  }

  private note(key: string): void {
    const now = performance.now();
    const entry = this.failures.get(key);
    const fresh = !entry || now - entry.last > this.limits.forget;
    this.failures.delete(key);
    this.failures.set(key, { count: fresh ? 1 : entry.count + 1, last: now });
    const [oldest] = this.failures.keys();
    if (this.failures.size > this.limits.entries && oldest !== undefined) this.failures.delete(oldest);
  }
}

function keyOf(from: string, user: string): string {
  return JSON.stringify([from, user.slice(0, 200)]);
}
