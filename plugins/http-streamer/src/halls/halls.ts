import { availableParallelism } from 'node:os';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Reason } from '@flumotion/web';
import type { Chunk } from '../chunks';
import type { Listener } from '../listener';
import type { Body, Visit } from '../visit';
import type { Ring } from '../ring';
import type { Stream } from '../stream';
import { clockOffset, type HallSettings, type ListenerFigures } from './frames';
import { HallProcess } from './hall-process';

/** A listener that another process serves; its figures are some seconds old. */
export class DistantListener {
  /** Monotonic milliseconds of its admission. */
  readonly since = performance.now();
  /** Bytes of response that the kernel has taken. */
  bytes = 0;
  state: Listener['state'] = 'waiting';
  /** Told when it is no longer served. */
  onLeft: () => void = () => undefined;
  private behind = 0;

  constructor(readonly visit: Visit) {}

  /** Seconds that what it is being sent is old. */
  lag(): number {
    return this.behind;
  }

  /** Takes what its process says of it. */
  take([, bytes, lag, state]: ListenerFigures): void {
    this.bytes = bytes;
    this.behind = lag;
    this.state = state;
  }
}

/** A listener of this process or of another. */
export type SomeListener = Listener | DistantListener;

/** What the processes have to know of the rest. */
export interface HallsHost {
  readonly ring: Ring;
  readonly settings: () => HallSettings;
  readonly onLeave: (listener: DistantListener, why: Reason, detail?: string) => void;
  readonly warn: (text: string) => void;
}

/** How many processes a property asks for: 0 means one for each core. */
export function processCount(wanted: number): number {
  return wanted === 0 ? availableParallelism() : wanted;
}

/** Processes that share the listeners of one mount. Who is let in is decided before; they are told what to send to whom. */
export class Halls {
  private readonly offset = clockOffset();
  private readonly guests: Map<number, DistantListener>[] = [];
  private readonly processes: HallProcess[] = [];
  private last = 0;

  constructor(
    count: number,
    private readonly host: HallsHost,
  ) {
    for (let index = 0; index < count; index++) this.add();
  }

  /** Listeners served. */
  get size(): number {
    return this.guests.reduce((sum, guests) => sum + guests.size, 0);
  }

  /** Bytes sent to listeners. */
  get sent(): number {
    return this.processes.reduce((sum, { sent }) => sum + sent, 0);
  }

  /** Times a listener skipped to a keyframe. */
  get resyncs(): number {
    return this.processes.reduce((sum, { resyncs }) => sum + resyncs, 0);
  }

  /** Seconds the slowest listener is behind. */
  get lag(): number {
    return Math.max(0, ...this.processes.map(({ lag }) => lag));
  }

  /** Processes that serve now. */
  get ready(): number {
    return this.processes.filter(({ isReady }) => isReady).length;
  }

  /**
   * Gives a listener to the process with the fewest.
   * @returns undefined when no process can take it: none is ready, or its connection is encrypted in this one.
   */
  admit(
    socket: Socket,
    visit: Visit,
    { chunked, place }: Body,
    begin: { readonly head: string; readonly stream: Stream; readonly burst: boolean },
  ): DistantListener | undefined {
    if (socket instanceof TLSSocket) return undefined;
    let least: number | undefined;
    for (const [index, process] of this.processes.entries()) {
      if (process.isReady && this.count(index) < (least === undefined ? Infinity : this.count(least)))
        least = index;
    }
    const process = least === undefined ? undefined : this.processes[least];
    if (least === undefined || !process) return undefined;
    const listener = ++this.last;
    const guest = new DistantListener(visit);
    this.guests[least]?.set(listener, guest);
    const { until, ends } = visit;
    process.admit(
      {
        listener,
        until: until === Infinity ? undefined : until + this.offset,
        ends,
        chunked: chunked === true,
        interval: place?.interval,
        burst: begin.burst,
      },
      begin.stream,
      begin.head,
      socket,
    );
    return guest;
  }

  /** Listeners as they are. */
  *all(): Iterable<DistantListener> {
    for (const guests of this.guests) yield* guests.values();
  }

  /** Has a listener stay for so many seconds from now on. */
  grant(listener: DistantListener, seconds: number): void {
    const until = performance.now() + seconds * 1000;
    listener.visit.until = until;
    for (const [index, guests] of this.guests.entries()) {
      for (const [number, guest] of guests)
        if (guest === listener) this.processes[index]?.grant(number, until + this.offset);
    }
  }

  /** Has a listener leave. */
  dismiss(listener: DistantListener, why: Reason, detail?: string): void {
    for (const [index, guests] of this.guests.entries()) {
      for (const [number, guest] of guests)
        if (guest === listener) this.processes[index]?.dismiss(number, why, detail);
    }
  }

  /** Gives all processes what is new. */
  deliver(chunk: Chunk): void {
    for (const process of this.processes) process.deliver(chunk);
  }

  /** Tells all processes the settings. */
  changed(): void {
    for (const process of this.processes) process.changed();
  }

  /** Ends everybody's response and all processes. */
  close(): void {
    for (const [index, process] of this.processes.entries()) {
      process.close();
      this.lose(index, 'stopped');
    }
  }

  private add(): void {
    const index = this.processes.length;
    this.guests.push(new Map());
    this.processes.push(
      new HallProcess({
        settings: this.host.settings,
        history: () => this.history(),
        offset: this.offset,
        onLeft: (listener, why, detail, bytes) => {
          const guest = this.guests[index]?.get(listener);
          if (!guest) return;
          this.guests[index]?.delete(listener);
          guest.bytes = bytes;
          this.leave(guest, why, detail);
        },
        onFigures: (listeners) => {
          for (const figures of listeners) this.guests[index]?.get(figures[0])?.take(figures);
        },
        onDeath: (reason) => {
          this.host.warn(
            `a process that served ${this.count(index)} listeners ended (${reason}); it is started again`,
          );
          this.lose(index, 'error', '(its process ended)');
        },
      }),
    );
  }

  private count(index: number): number {
    return this.guests[index]?.size ?? 0;
  }

  private lose(index: number, why: Reason, detail?: string): void {
    const guests = [...(this.guests[index]?.values() ?? [])];
    this.guests[index]?.clear();
    for (const guest of guests) this.leave(guest, why, detail);
  }

  private leave(guest: DistantListener, why: Reason, detail?: string): void {
    guest.onLeft();
    this.host.onLeave(guest, why, detail);
  }

  private *history(): Iterable<Chunk> {
    const { ring } = this.host;
    for (let position = ring.tail; position < ring.head; position++) {
      const chunk = ring.at(position);
      if (chunk) yield chunk;
    }
  }
}
