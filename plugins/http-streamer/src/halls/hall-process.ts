import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Reason } from '@flumotion/web';
import type { Chunk } from '../chunks';
import type { Stream } from '../stream';
import type { Title } from '../title';
import {
  encodeFrame,
  type FrameObject,
  type HallEvent,
  type HallSettings,
  type ListenerFigures,
} from './frames';

/** The program; beside the compiled file, also when this one runs from its source. */
const PROGRAM = join(__dirname, '../../dist/halls/main.js');
/** Bytes that may wait for a process; one that is so far behind does not serve anybody. */
const MOST_WAITING = 64 * 1024 * 1024;
/** Milliseconds until a process that died is started again; doubled with each death, up to the second. */
const FIRST_WAIT = 200;
const LAST_WAIT = 10_000;
/** Milliseconds after which a process has proven itself. */
const PROVEN = 60_000;

/** What a process is told when it starts, and what it tells. */
export interface HallHost {
  readonly settings: () => HallSettings;
  /** Chunks that are still of use. */
  readonly history: () => Iterable<Chunk>;
  /** A listener is no longer served. */
  readonly onLeft: (listener: number, why: Reason, detail: string | undefined, bytes: number) => void;
  /** Where listeners are, once in a while. */
  readonly onFigures: (listeners: readonly ListenerFigures[]) => void;
  /** It died, with all it served. */
  readonly onDeath: (reason: string) => void;
  /** Milliseconds to add to times of this process for those of the machine. */
  readonly offset: number;
}

/** One process that serves listeners; when it dies it is started again. */
export class HallProcess {
  /** Figures of its listeners. */
  lag = 0;
  private child: ChildProcess | undefined;
  private pipe: Socket | undefined;
  private ready = false;
  private closed = false;
  private failures = 0;
  private born = 0;
  private timer: NodeJS.Timeout | undefined;
  private now = { sent: 0, resyncs: 0 };
  private before = { sent: 0, resyncs: 0 };
  /** Numbers by which it knows streams and titles. */
  private known = new WeakMap<object, number>();
  private last = 0;

  constructor(private readonly host: HallHost) {
    this.start();
  }

  /** Whether it can take listeners. */
  get isReady(): boolean {
    return this.ready;
  }

  /** Bytes sent to listeners, by all processes in this place. */
  get sent(): number {
    return this.before.sent + this.now.sent;
  }

  /** Times a listener skipped to a keyframe. */
  get resyncs(): number {
    return this.before.resyncs + this.now.resyncs;
  }

  /** Gives it what is new. */
  deliver(chunk: Chunk): void {
    if (!this.child) return;
    const { at, offset, data, fromFirstKey, fromLastKey, stream, title } = chunk;
    const key = (from: Buffer | undefined): number => (from ? data.length - from.length : -1);
    const keys = { firstKey: key(fromFirstKey), lastKey: key(fromLastKey) };
    const of = { stream: this.tellStream(stream), title: this.tellTitle(title) };
    this.send({ kind: 'chunk', ...of, at: at + this.host.offset, offset, ...keys }, data);
  }

  /** Gives it a listener. */
  admit(
    begin: Omit<Extract<FrameObject, { kind: 'begin' }>, 'kind' | 'stream'>,
    stream: Stream,
    head: string,
    socket: Socket,
  ): void {
    this.send({ kind: 'begin', ...begin, stream: this.tellStream(stream) }, Buffer.from(head, 'latin1'));
    this.child?.send({ listener: begin.listener }, socket, (error) => {
      if (error) socket.destroy();
    });
  }

  /** The time of a listener is up then, in milliseconds of the machine's monotonic clock. */
  grant(listener: number, until: number): void {
    this.send({ kind: 'grant', listener, until });
  }

  /** Has a listener leave. */
  dismiss(listener: number, why: Reason, detail: string | undefined): void {
    this.send({ kind: 'dismiss', listener, why, detail });
  }

  /** Tells it the settings. */
  changed(): void {
    if (this.child) this.send({ kind: 'settings', settings: this.host.settings() });
  }

  /** Ends everybody's response, and the process within 2 s. */
  close(): void {
    this.closed = true;
    this.ready = false;
    clearTimeout(this.timer);
    this.send({ kind: 'close' });
    this.pipe?.end();
    this.child?.unref();
    this.child?.channel?.unref();
  }

  private start(): void {
    try {
      this.spawn();
    } catch (error) {
      // No descriptors or memory are left for another process.
      this.again(error instanceof Error ? error.message : String(error));
    }
  }

  private spawn(): void {
    const child = fork(PROGRAM, [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
      execArgv: [],
    });
    this.child = child;
    this.pipe = child.stdio[4] as Socket;
    this.pipe.on('error', () => undefined);
    this.born = performance.now();
    child.on('error', ({ message }) => this.died(child, message));
    child.once('exit', (code, signal) => this.died(child, signal ?? `status ${code}`));
    child.on('message', (event) => this.hear(event as HallEvent));
    this.changed();
    for (const chunk of this.host.history()) this.deliver(chunk);
  }

  private hear(event: HallEvent): void {
    if (event.kind === 'ready') this.ready = !this.closed;
    else if (event.kind === 'left') this.host.onLeft(event.listener, event.why, event.detail, event.bytes);
    else {
      this.lag = event.lag;
      this.now = { sent: event.sent, resyncs: event.resyncs };
      this.host.onFigures(event.listeners);
    }
  }

  private died(child: ChildProcess, reason: string): void {
    if (this.child !== child) return;
    this.child = this.pipe = undefined;
    this.ready = false;
    this.known = new WeakMap();
    this.lag = 0;
    this.before = { sent: this.sent, resyncs: this.resyncs };
    this.now = { sent: 0, resyncs: 0 };
    if (!this.closed) this.again(reason);
  }

  private again(reason: string): void {
    this.host.onDeath(reason);
    if (performance.now() - this.born > PROVEN) this.failures = 0;
    const wait = Math.min(LAST_WAIT, FIRST_WAIT * 2 ** this.failures++);
    this.timer = setTimeout(() => this.start(), wait);
  }

  private tellStream(stream: Stream): number {
    const { mediaType, contentType, headers, bridge } = stream;
    return this.tell(stream, (number) =>
      this.send(
        { kind: 'stream', stream: number, mediaType, contentType, headers: headers.length },
        Buffer.concat([headers, bridge]),
      ),
    );
  }

  private tellTitle(title: Title): number {
    const { text, url, block } = title;
    return this.tell(title, (number) => this.send({ kind: 'title', title: number, text, url }, block));
  }

  /** Tells it a thing once. */
  private tell(thing: object, say: (number: number) => void): number {
    const there = this.known.get(thing);
    if (there !== undefined) return there;
    const number = ++this.last;
    this.known.set(thing, number);
    say(number);
    return number;
  }

  private send(what: FrameObject, bytes?: Buffer): void {
    const { pipe } = this;
    if (!pipe?.writable) return;
    pipe.cork();
    for (const part of encodeFrame(what, bytes)) pipe.write(part);
    pipe.uncork();
    if (pipe.writableLength > MOST_WAITING) this.child?.kill('SIGKILL');
  }
}
