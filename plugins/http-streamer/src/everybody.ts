import type { Socket } from 'node:net';
import type { Stay } from '@flumotion/core/plugin';
import type { Reason } from '@flumotion/web';
import type { Audience } from './audience';
import type { Chunk } from './chunks';
import type { Halls, SomeListener } from './halls/halls';
import { Listener } from './listener';
import type { Settings } from './settings';
import type { Stream } from './stream';
import type { Body, Visit } from './visit';

/** How a listener's response begins. */
export interface Beginning {
  /** Head of the response. */
  readonly head: string;
  readonly stream: Stream;
  readonly burst: Settings['burst'];
  /** Lets whoever judged know that it is in; what it is given has the listener leave, or stay for other seconds from now on. */
  readonly enter: (dismiss: (why: Reason, detail: string) => void, grant: (seconds: number) => void) => Stay;
}

/** All listeners: those this process serves and those of its other processes, as one. */
export class Everybody {
  constructor(
    private readonly audience: Audience,
    private readonly halls: Halls | undefined,
  ) {}

  /** Listeners now. */
  get size(): number {
    return this.audience.size + (this.halls?.size ?? 0);
  }

  /** Bytes sent to all listeners. */
  get sent(): number {
    return this.audience.sent + (this.halls?.sent ?? 0);
  }

  /** Times a listener skipped to a keyframe. */
  get resyncs(): number {
    return this.audience.resyncs + (this.halls?.resyncs ?? 0);
  }

  /** Processes that serve listeners. */
  get processes(): number {
    return this.halls?.ready ?? 1;
  }

  /** Seconds the slowest listener is behind. */
  lag(): number {
    return Math.max(this.audience.lag(), this.halls?.lag ?? 0);
  }

  /** Listeners as they are. */
  *all(): Iterable<SomeListener> {
    yield* this.audience.all();
    if (this.halls) yield* this.halls.all();
  }

  /** Takes a listener in, in another process where there is one for it. */
  admit(socket: Socket, visit: Visit, body: Body, { head, stream, burst, enter }: Beginning): void {
    const distant = this.halls?.admit(socket, visit, body, { head, stream, burst: burst !== undefined });
    if (distant) {
      const stay = enter(
        (why, detail) => this.halls?.dismiss(distant, why, detail),
        (seconds) => this.halls?.grant(distant, seconds),
      );
      distant.onLeft = () => stay.leave();
      return;
    }
    const listener = new Listener(socket, this.audience, visit, body);
    this.audience.admit(listener);
    const stay = enter(
      (why, detail) => this.audience.dismiss(listener, why, detail),
      (seconds) => (visit.until = performance.now() + seconds * 1000),
    );
    socket.once('close', () => stay.leave());
    listener.begin(head, stream, burst);
  }

  /** Has a listener leave. */
  dismiss(listener: SomeListener, why: Reason, detail?: string): void {
    if (listener instanceof Listener) this.audience.dismiss(listener, why, detail);
    else this.halls?.dismiss(listener, why, detail);
  }

  /** Gives everybody what is new. */
  deliver(chunk: Chunk): void {
    this.audience.deliver();
    this.halls?.deliver(chunk);
  }

  /** Tells the other processes that settings have changed. */
  changed(): void {
    this.halls?.changed();
  }

  /** Drops whoever may not stay; call it about once a second. */
  check(): void {
    this.audience.check();
  }

  /** Ends everybody's response. */
  close(): void {
    this.audience.close();
    this.halls?.close();
  }
}
