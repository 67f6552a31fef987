import type { Socket } from 'node:net';
import { neighbourhood } from './address';
import { cut } from './cut';

/** Connections that have not said yet what they want: how many there may be and for how long. */
export interface PendingLimits {
  /** Milliseconds each has. */
  readonly deadline: number;
  /** Most that have been silent for some seconds. */
  readonly most: number;
  /** Beyond `most`, those of a neighbourhood of addresses with more than so many are closed first. */
  readonly mostOfOne: number;
  /** Most at all. */
  readonly hardLimit: number;
}

/** Milliseconds of silence that is normal: many come at the same moment, and neither side need be quick. */
const GRACE = 3000;

interface Entry {
  readonly since: number;
  readonly from: string;
  readonly late: () => void;
}

/**
 * The connections that have not said yet what they want. Each has a deadline, and where there are too many the oldest
 * give way: first those of addresses that have many.
 */
export class Pending {
  /** The oldest first. */
  private readonly entries = new Map<Socket, Entry>();
  /** Those of each neighbourhood, the oldest first. */
  private readonly neighbours = new Map<string, Set<Socket>>();

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
    const near = this.neighbours.get(from) ?? new Set();
    this.neighbours.set(from, near.add(socket));
    if (this.size <= this.limits.hardLimit) return;
    const [oldest] = near.size > this.limits.mostOfOne ? near : this.entries.keys();
    this.close(oldest);
  }

  /** Lets a connection go. */
  remove(socket: Socket): void {
    const from = this.entries.get(socket)?.from;
    if (from === undefined) return;
    this.entries.delete(socket);
    const near = this.neighbours.get(from);
    near?.delete(socket);
    if (near?.size === 0) this.neighbours.delete(from);
  }

  /** Ends the wait for those whose time is up, and where too many are silent; call it about once a second. */
  check(): void {
    const now = performance.now();
    for (const [socket, { since, late }] of this.entries) {
      if (now - since < this.limits.deadline) break;
      this.remove(socket);
      late();
    }
    this.trim(now, (from) => (this.neighbours.get(from)?.size ?? 0) > this.limits.mostOfOne);
    this.trim(now, () => true);
  }

  /** Closes all. */
  clear(): void {
    for (const socket of [...this.entries.keys()]) this.close(socket);
  }

  /** Closes the oldest silent ones, of these neighbourhoods, until there are not too many. */
  private trim(now: number, ofThese: (from: string) => boolean): void {
    if (this.size <= this.limits.most) return;
    for (const [socket, { since, from }] of this.entries) {
      if (now - since < GRACE || this.size <= this.limits.most) return;
      if (ofThese(from)) this.close(socket);
    }
  }

  private close(socket: Socket | undefined): void {
    if (!socket) return;
    this.remove(socket);
    cut(socket);
  }
}
