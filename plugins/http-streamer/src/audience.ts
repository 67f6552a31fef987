import { setImmediate as soon, setTimeout as later } from 'node:timers';
import { cut, type Reason } from '@flumotion/web';
import { CLOSINGS, reasonOf } from './leaving';
import type { Home, Listener } from './listener';
import type { Ring } from './ring';
import type { Settings } from './settings';
import { Weaver } from './weaver';

/** Listeners served before other work gets its turn. */
const AT_ONCE = 500;
/** Every so many checks are thorough. */
const THOROUGH = 5;
/** Milliseconds a listener has to take the end of its response. */
const PARTING = 2000;
/** Milliseconds after its request in which a listener may close its half of the connection and still listen. */
const HALF_CLOSE = 2000;

/** All listeners. */
export class Audience implements Home {
  readonly weaver = new Weaver();
  sent = 0;
  resyncs = 0;
  private readonly listeners = new Set<Listener>();
  private pass: Iterator<Listener> | undefined;
  private again = false;
  private checks = 0;

  /** @param onLeave - told of each listener that is no longer served, once. */
  constructor(
    readonly ring: Ring,
    private readonly settings: () => Pick<Settings, 'maxLag' | 'timeout'>,
    private readonly onLeave: (listener: Listener, why: Reason, detail?: string) => void,
  ) {}

  /** Listeners now. */
  get size(): number {
    return this.listeners.size;
  }

  maxLag(): number {
    return this.settings().maxLag;
  }

  timeout(): number {
    return this.settings().timeout;
  }

  /** Takes a listener in; it leaves when its connection closes. */
  admit(listener: Listener): void {
    this.listeners.add(listener);
    listener.socket.once('error', (error) => {
      this.dismiss(listener, ...reasonOf(error));
    });
    listener.socket.once('close', () => {
      this.dismiss(listener, 'left');
    });
    // Some clients say so that they have no more to ask. Who says it later has left, as far as can be seen.
    listener.socket.once('end', () => {
      if (performance.now() - listener.since > HALF_CLOSE) listener.socket.end();
    });
  }

  /** Listeners as they are. */
  all(): Iterable<Listener> {
    return this.listeners;
  }

  /** Gives everybody what is new. With many listeners this goes on after it returns. */
  deliver(): void {
    if (this.pass) {
      this.again = true;
      return;
    }
    this.pass = this.listeners.values();
    this.advance();
  }

  /** Drops whoever may not stay; call it about once a second. */
  check(): void {
    const now = performance.now();
    const thoroughly = this.checks++ % THOROUGH === 0;
    for (const listener of this.listeners) listener.check(now, thoroughly);
  }

  /** Seconds the slowest listener is behind. */
  lag(): number {
    const now = performance.now();
    let most = 0;
    for (const listener of this.listeners) most = Math.max(most, listener.lag(now));
    return most;
  }

  dismiss(listener: Listener, why: Reason, detail?: string): void {
    if (!this.listeners.delete(listener)) return;
    listener.release();
    const { socket } = listener;
    if (socket.destroyed) {
      // Nothing is left to close.
    } else if (CLOSINGS[why] === 'end') {
      listener.end();
      later(() => socket.destroy(), PARTING).unref();
    } else cut(socket);
    this.onLeave(listener, why, detail);
  }

  /** Ends everybody's response. */
  close(): void {
    for (const listener of this.listeners) this.dismiss(listener, 'stopped');
  }

  private advance(): void {
    for (let served = 0; this.pass && served < AT_ONCE; served++) {
      const next = this.pass.next();
      if (next.done !== true) next.value.pump();
      else if (this.again) {
        this.again = false;
        this.pass = this.listeners.values();
      } else this.pass = undefined;
    }
    if (this.pass) soon(() => this.advance());
  }
}
