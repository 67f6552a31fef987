import { setImmediate as soon, setTimeout as later } from 'node:timers';
import { cut, type Reason } from '@flumotion/web';
import { loadFanOut } from './fan-out';
import type { Home } from './home';
import { InStep } from './in-step';
import { CLOSINGS, reasonOf } from './leaving';
import type { Listener } from './listener';
import type { Ring } from './ring';
import type { Settings } from './settings';
import { Weaver } from './weaver';

/** Listeners served before other work gets its turn. */
const AT_ONCE = 1000;
/** Every so many checks are thorough. */
const THOROUGH = 5;
/** Milliseconds a listener has to take the end of its response. */
const PARTING = 2000;
/** Milliseconds after its request in which a listener may close its half of the connection and still listen. */
const HALF_CLOSE = 2000;

/** All listeners. */
export class Audience implements Home {
  readonly weaver = new Weaver();
  readonly inStep: Home['inStep'];
  readonly alone = new Set<Listener>();
  sent = 0;
  resyncs = 0;
  private readonly listeners = new Set<Listener>();
  private passing = false;
  private again = false;
  private checks = 0;

  /** @param onLeave - told of each listener that is no longer served, once. */
  constructor(
    readonly ring: Ring,
    private readonly settings: () => Pick<Settings, 'maxLag' | 'timeout'>,
    private readonly onLeave: (listener: Listener, why: Reason, detail?: string) => void,
  ) {
    const { fanOut } = loadFanOut();
    this.inStep = { data: new InStep(ring, 'data', fanOut), framed: new InStep(ring, 'framed', fanOut) };
  }

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
    this.alone.add(listener);
    listener.socket.once('error', (error) => {
      this.dismiss(listener, ...reasonOf(error));
    });
    listener.socket.once('close', () => {
      this.dismiss(listener, 'left');
    });
    // Some clients say so that they have no more to ask. Who says it later has left, as far as can be seen.
    listener.socket.once('end', () => {
      if (performance.now() - listener.since > HALF_CLOSE) this.dismiss(listener, 'left', undefined, 'end');
    });
  }

  /** Listeners as they are. */
  all(): Iterable<Listener> {
    return this.listeners;
  }

  /** Gives everybody what is new. With many listeners this goes on after it returns. */
  deliver(): void {
    if (this.passing) {
      this.again = true;
      return;
    }
    this.passing = true;
    this.advance(this.pass());
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

  dismiss(listener: Listener, why: Reason, detail?: string, closing = CLOSINGS[why]): void {
    if (!this.listeners.delete(listener)) return;
    listener.release();
    const { socket } = listener;
    if (socket.destroyed) {
      // Nothing is left to close.
    } else if (closing === 'end') {
      listener.end();
      later(() => socket.destroy(), PARTING).unref();
    } else cut(socket);
    this.onLeave(listener, why, detail);
  }

  /** Ends everybody's response. */
  close(): void {
    for (const listener of this.listeners) this.dismiss(listener, 'stopped');
  }

  private advance(pass: Iterator<void>): void {
    let done: boolean | undefined;
    try {
      ({ done } = pass.next());
    } catch (error) {
      // The next chunk is to be given all the same.
      this.passing = false;
      throw error;
    }
    if (done !== true) soon(() => this.advance(pass));
    else if (this.again) {
      this.again = false;
      this.advance(this.pass());
    } else this.passing = false;
  }

  /** Gives everybody what they have not been given; stops each time that others are to have their turn. */
  private *pass(): Generator<void, void> {
    for (const group of Object.values(this.inStep))
      while (group.isBehind()) {
        const given = group.serve(AT_ONCE);
        // Not in one: those who fell out meanwhile have added what they were given themselves.
        this.sent += given;
        if (group.isBehind()) yield;
      }
    let served = 0;
    for (const listener of this.alone) {
      listener.pump();
      if (++served % AT_ONCE === 0) yield;
    }
  }
}
