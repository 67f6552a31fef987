import type { Socket } from 'node:net';
import { Audience } from '../audience';
import { framedCopy } from '../framing';
import { Listener } from '../listener';
import { Ring } from '../ring';
import { Stream } from '../stream';
import { NO_TITLE, type Title } from '../title';
import type { Visit } from '../visit';
import { Place } from '../weaver';
import {
  clockOffset,
  type Frame,
  type FrameObject,
  type HallEvent,
  type HallSettings,
  type ListenerFigures,
} from './frames';

const NO_BURST = { time: 0, size: 0 };
/** Who a listener is, is known to the component alone. */
const NOBODY: Omit<Visit, 'until' | 'ends'> = {
  id: '',
  address: '',
  user: undefined,
  agent: undefined,
  opening: undefined,
  request: undefined,
};
/** Streams and titles that are known at a time; what is older is in chunks alone. */
const MOST_KNOWN = 16;
/** Listeners of which only the connection or only the frame has come; the oldest is dropped for one more. */
const MOST_HALF = 4096;
/** Every so many ticks all listeners' figures are told. */
const ALL_FIGURES = 5;

type Of<K extends FrameObject['kind']> = Extract<FrameObject, { kind: K }>;

/** Serves listeners in a process of its own, with a history of its own. */
export class Hall {
  private readonly ring = new Ring();
  private readonly offset = clockOffset();
  private readonly streams = new Map<number, Stream>();
  private readonly titles = new Map<number, Title>();
  private readonly sockets = new Map<number, Socket>();
  private readonly begins = new Map<number, { begin: Of<'begin'>; head: Buffer }>();
  private readonly numbers = new Map<Listener, number>();
  private readonly listeners = new Map<number, Listener>();
  private ticks = 0;
  private readonly audience: Audience;
  private settings: HallSettings = { burst: undefined, maxLag: 8, timeout: 30 };

  /** @param say - tells the job. */
  constructor(private readonly say: (event: HallEvent) => void) {
    this.audience = new Audience(
      this.ring,
      () => this.settings,
      (listener, why, detail) => {
        const number = this.numbers.get(listener) ?? 0;
        this.numbers.delete(listener);
        this.listeners.delete(number);
        say({ kind: 'left', listener: number, why, detail, bytes: listener.bytes });
      },
    );
  }

  /** Takes what the job sends. */
  take({ what, bytes }: Frame): void {
    switch (what.kind) {
      case 'settings':
        this.settings = what.settings;
        break;
      case 'stream':
        this.streams.set(what.stream, reviveStream(what, bytes));
        forgetOldest(this.streams);
        break;
      case 'title':
        this.titles.set(what.title, { text: what.text, url: what.url, block: Buffer.from(bytes) });
        forgetOldest(this.titles);
        break;
      case 'chunk':
        this.chunk(what, bytes);
        break;
      case 'begin':
        this.begins.set(what.listener, { begin: what, head: Buffer.from(bytes) });
        this.join(what.listener);
        break;
      case 'grant':
        this.grant(what);
        break;
      case 'dismiss':
        this.dismiss(what);
        break;
      case 'close':
        this.audience.close();
        for (const socket of this.sockets.values()) socket.destroy();
    }
  }

  /** Takes the connection of a listener. */
  connection(listener: number, socket: Socket): void {
    socket.on('error', () => undefined);
    socket.allowHalfOpen = true;
    this.sockets.set(listener, socket);
    this.join(listener);
  }

  /** Drops whoever may not stay, and tells the figures; call it once a second. */
  tick(): void {
    this.audience.check();
    const { sent, resyncs } = this.audience;
    const listeners = this.ticks++ % ALL_FIGURES === 0 ? this.allFigures() : [];
    this.say({ kind: 'figures', sent, resyncs, lag: this.audience.lag(), listeners });
  }

  private chunk({ stream: of, title, at, offset, firstKey, lastKey }: Of<'chunk'>, bytes: Buffer): void {
    const stream = this.streams.get(of);
    if (!stream) return;
    const { framed, data } = framedCopy([bytes], bytes.length);
    const from = (key: number): Buffer | undefined =>
      key < 0 ? undefined : key === 0 ? data : data.subarray(key);
    const fromFirstKey = from(firstKey);
    this.ring.push(
      {
        framed,
        data,
        at: at - this.offset,
        stream,
        title: this.titles.get(title) ?? NO_TITLE,
        offset,
        fromFirstKey,
        fromLastKey: lastKey === firstKey ? fromFirstKey : from(lastKey),
      },
      this.settings.burst ?? NO_BURST,
      this.settings.maxLag,
    );
    this.audience.deliver();
  }

  /** Begins once both the connection and the word about it are there. */
  private join(number: number): void {
    const socket = this.sockets.get(number);
    const entry = this.begins.get(number);
    if (!socket || !entry) {
      this.dropOldest();
      return;
    }
    this.sockets.delete(number);
    this.begins.delete(number);
    const { begin, head } = entry;
    const stream = this.streams.get(begin.stream);
    if (!stream || socket.destroyed) {
      socket.destroy();
      this.say({ kind: 'left', listener: number, why: 'left', bytes: 0 });
      return;
    }
    const until = begin.until === undefined ? Infinity : begin.until - this.offset;
    const place = begin.interval === undefined ? undefined : new Place(begin.interval);
    const visit = { ...NOBODY, until, ends: begin.ends };
    const listener = new Listener(socket, this.audience, visit, { chunked: begin.chunked, place });
    this.numbers.set(listener, number);
    this.listeners.set(number, listener);
    this.audience.admit(listener);
    // Whoever leaves is only seen by reading.
    socket.resume();
    listener.begin(head.toString('latin1'), stream, begin.burst ? this.settings.burst : undefined);
  }

  private grant({ listener: number, until }: Of<'grant'>): void {
    const listener = this.listeners.get(number);
    const entry = this.begins.get(number);
    if (listener) listener.visit.until = until - this.offset;
    else if (entry) entry.begin = { ...entry.begin, until };
  }

  private dismiss({ listener: number, why, detail }: Of<'dismiss'>): void {
    const listener = this.listeners.get(number);
    if (listener) this.audience.dismiss(listener, why, detail);
    else if (this.begins.delete(number)) {
      this.sockets.get(number)?.destroy();
      this.sockets.delete(number);
      this.say({ kind: 'left', listener: number, why, detail, bytes: 0 });
    }
  }

  private allFigures(): ListenerFigures[] {
    const now = performance.now();
    return [...this.listeners].map(([number, listener]) => {
      return [number, listener.bytes, listener.lag(now), listener.state];
    });
  }

  private dropOldest(): void {
    for (const half of [this.sockets, this.begins]) {
      if (half.size <= MOST_HALF) continue;
      const [number = 0] = half.keys();
      this.sockets.get(number)?.destroy();
      half.delete(number);
      this.say({ kind: 'left', listener: number, why: 'left', bytes: 0 });
    }
  }
}

function reviveStream({ mediaType, contentType, headers }: Of<'stream'>, bytes: Buffer): Stream {
  const copy = Buffer.from(bytes);
  return Stream.revive({
    mediaType,
    contentType,
    headers: copy.subarray(0, headers),
    bridge: copy.subarray(headers),
  });
}

function forgetOldest(known: Map<number, unknown>): void {
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}
