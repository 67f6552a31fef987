import type { Socket } from 'node:net';
import { neighbourhood } from './address';
import { cut } from './cut';

/** Connections that have not said yet what they want: how many there may be and for how long. */
export interface PendingLimits {
  /** Milliseconds each has. */
  readonly deadline: number;
  /** Most that have been silent for a second. */
  readonly most: number;
  /** Most of one neighbourhood of addresses that have been silent for a second. */
  readonly mostOfOne: number;
  /** Most at all. */
  readonly hardLimit: number;
}

/** Silence that is normal: many that come at the same moment are all accepted before the first is read. */
const GRACE = 1000;

interface Entry {
  readonly since: number;
  readonly from: string;
  readonly late: () => void;
}

/**
 * The connections that have not said yet what they want. Each has a deadline, and where there are too many the oldest
 * give way: first those of an address that has many.
 */
export class Pending {
  /** The oldest first. */
  private readonly entries = new Map<Socket, Entry>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly limits: PendingLimits) {}

  /** Connections held. */
  get size(): number {
    return this.entries.size;
  }

  /**
   * Holds a connection until `remove`.
   * @param late - called when its time is up; it is no longer held then.
   */
  add(socket: Socket, address: string, late: () => void): void {
    const from = neighbourhood(address);
    this.entries.set(socket, { since: performance.now(), from, late });
    this.counts.set(from, (this.counts.get(from) ?? 0) + 1);
    if (this.size > this.limits.hardLimit) this.close(this.entries.keys().next().value);
  }

  /** Lets a connection go. */
  remove(socket: Socket): void {
    const entry = this.entries.get(socket);
    if (!entry) return;
    this.entries.delete(socket);
    const left = (this.counts.get(entry.from) ?? 0) - 1;
    if (left > 0) this.counts.set(entry.from, left);
    else this.counts.delete(entry.from);
  }

  /** Ends the wait for those whose time is up, and for the oldest where too many are silent; call it about once a second. */
  check(): void {
    const now = performance.now();
    const { deadline, most, mostOfOne } = this.limits;
    for (const [socket, { since, from, late }] of this.entries) {
      if (now - since < GRACE) return;
      if (now - since >= deadline) {
        this.remove(socket);
        late();
      } else if (this.size > most || (this.counts.get(from) ?? 0) > mostOfOne) this.close(socket);
    }
  }

  /** Closes all. */
  clear(): void {
    for (const socket of [...this.entries.keys()]) this.close(socket);
  }

  private close(socket: Socket | undefined): void {
    if (!socket) return;
    this.remove(socket);
    cut(socket);
  }
}
