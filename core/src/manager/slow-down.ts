import { setTimeout as sleep } from 'node:timers/promises';
import { networkOf } from './address';

/** Limits of the slow-down; times in milliseconds. */
export interface SlowDownLimits {
  /** Wait after the first failure; doubled with each further one. */
  readonly first: number;
  readonly longest: number;
  /** Time without failure after which all is forgotten. */
  readonly forget: number;
  /** Logins of one address that are judged or wait at one time. */
  readonly atOnce: number;
  /** Logins of one address that are judged at one time; the others of it wait for their turn. */
  readonly judged: number;
  /** Failures of one address, whatever the user, after which everything from it waits. */
  readonly perAddress: number;
  /** Addresses and users remembered. */
  readonly entries: number;
}

/** The limits of a manager. */
export const SLOW_DOWN: SlowDownLimits = {
  first: 250,
  longest: 8000,
  forget: 60_000,
  atOnce: 32,
  // Hashes are compared on the four threads that Node has for such work: one address never has them all.
  judged: 2,
  perAddress: 20,
  entries: 10_000,
};

interface Failures {
  count: number;
  last: number;
}

/** Logins of one address that are being judged, and who waits for a place. */
interface Turns {
  taken: number;
  readonly waiting: (() => void)[];
}

/**
 * Makes guessing passwords slow: who fails waits longer each time. Counts per address and user, so that one program
 * with a wrong password does not hold up its neighbours, and per address against trying many names; the
 * 64 bits of a network count as one IPv6 address.
 */
export class SlowDown {
  private readonly failures = new Map<string, Failures>();
  private readonly busy = new Map<string, number>();
  private readonly judging = new Map<string, Turns>();

  constructor(private readonly limits: SlowDownLimits = SLOW_DOWN) {}

  /**
   * Judges a login, after the wait that earlier failures cost.
   * @returns what `judge` answers; undefined, without asking it, when the address has too many logins at once.
   */
  async guard(
    from: string,
    user: string,
    judge: () => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<boolean | undefined> {
    const address = networkOf(from);
    const running = this.busy.get(address) ?? 0;
    if (running >= this.limits.atOnce) return undefined;
    this.busy.set(address, running + 1);
    const keys: readonly [key: string, free: number][] = [
      [JSON.stringify([address, user]), 0],
      [JSON.stringify([address]), this.limits.perAddress],
    ];
    try {
      const wait = Math.max(...keys.map(([key, free]) => this.wait(key, free)));
      if (wait > 0) await sleep(wait, undefined, signal ? { signal } : {});
      const admitted = await this.inTurn(address, judge);
      if (admitted) this.failures.delete(keys[0]?.[0] ?? '');
      else for (const [key] of keys) this.note(key);
      return admitted;
    } finally {
      const left = (this.busy.get(address) ?? 1) - 1;
      if (left > 0) this.busy.set(address, left);
      else this.busy.delete(address);
    }
  }

  /** Judges when few enough of the address are being judged; who waits is bounded by `atOnce`. */
  private async inTurn(address: string, judge: () => Promise<boolean>): Promise<boolean> {
    const turns = this.judging.get(address) ?? { taken: 0, waiting: [] };
    this.judging.set(address, turns);
    if (turns.taken < this.limits.judged) turns.taken++;
    else await new Promise<void>((resolve) => turns.waiting.push(resolve));
    try {
      return await judge();
    } finally {
      const next = turns.waiting.shift();
      if (next) next();
      else if (--turns.taken === 0) this.judging.delete(address);
    }
  }

  private wait(key: string, free: number): number {
    const entry = this.failures.get(key);
    if (!entry || Date.now() - entry.last > this.limits.forget) return 0;
    const counted = entry.count - free;
    return counted <= 0
      ? 0
      : Math.min(this.limits.longest, this.limits.first * 2 ** Math.min(counted - 1, 20));
  }

  private note(key: string): void {
    const entry = this.failures.get(key);
    const fresh = !entry || Date.now() - entry.last > this.limits.forget;
    this.failures.delete(key);
    this.failures.set(key, { count: fresh ? 1 : entry.count + 1, last: Date.now() });
    const [oldest] = this.failures.keys();
    if (this.failures.size > this.limits.entries && oldest !== undefined) this.failures.delete(oldest);
  }
}
