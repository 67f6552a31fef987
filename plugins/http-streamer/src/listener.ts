import type { Socket } from 'node:net';
import type { Opening, Reason, Request } from '@flumotion/web';
import { descriptor, directWrite } from './direct-write';
import { framedEnd, framedPieces, LAST_CHUNK } from './framing';
import type { Chunk } from './chunks';
import type { Position, Ring } from './ring';
import type { Stream } from './stream';
import { NO_TITLE } from './title';
import type { Place, Weaver } from './weaver';

/** What a listener needs of the audience it belongs to. */
export interface Home {
  readonly ring: Ring;
  readonly weaver: Weaver;
  /** Bytes sent to all listeners. */
  sent: number;
  /** Times a listener skipped to a keyframe. */
  resyncs: number;
  /** Seconds a listener may be behind. */
  maxLag(): number;
  /** Seconds a listener may take nothing of what waits for it. */
  timeout(): number;
  /** Takes a listener out and closes its connection. */
  dismiss(listener: Listener, why: Reason, detail?: string): void;
}

/** Who a listener is. */
export interface Visit {
  /** Names it: its keycard, where somebody judged it. */
  readonly id: string;
  readonly address: string;
  readonly user: string | undefined;
  readonly agent: string | undefined;
  /** Monotonic milliseconds at which its time is up, which whoever judges may change; and why it ends then. */
  until: number;
  readonly ends: 'limit' | 'expired';
  /** What is known of its line in the log; undefined when it is not to be logged. */
  readonly opening: Opening | undefined;
  /** What the plugs that log requests are told; undefined when it is not to be logged. */
  readonly request: Request | undefined;
}

/** How the body of a response is sent: as it is, in chunks, or with metadata in between. */
export interface Body {
  readonly chunked?: boolean;
  /** Where it begins to count to its next metadata. Never chunked: radios that ask for it do not all know chunks. */
  readonly place?: Place | undefined;
}

/** How much of the next chunk a listener gets. */
type Entry = 'whole' | 'from-first-key' | 'from-last-key' | 'next-key';

/** Bytes a listener may send after its request before it counts as abuse. */
const MAX_UPLOAD = 64 * 1024;
/** Milliseconds without media after which one that has closed its half of the connection is taken to have left. */
const HALF_CLOSED = 5000;
const NOTHING: readonly Buffer[] = [];

/**
 * One listener: a place in the shared history and a socket. It owns no data; what the kernel does not take is the rest
 * of one shared chunk, and nothing more is given to the socket until that has drained.
 */
export class Listener {
  /** Bytes of response that the kernel has taken. */
  bytes = 0;
  /** Monotonic milliseconds of its admission. */
  readonly since = performance.now();
  private next: Position;
  private entry: Entry = 'next-key';
  private stream: Stream | undefined;
  /** When what is stuck in the socket was new, in monotonic milliseconds; undefined while nothing is. */
  private stuck: number | undefined;
  private stuckSince = 0;
  private readonly asked: number;
  private readonly fd: number;
  private over = false;
  /** Of one that has closed its half: how far the stream was when it was last seen to move, and when that was. */
  private seen: Position | undefined;
  private seenAt = 0;

  /**
   * @param visit - who it is.
   * @param body - whether its response is chunked, or else where it begins to count to its next metadata if it gets any.
   */
  constructor(
    readonly socket: Socket,
    private readonly home: Home,
    readonly visit: Visit,
    private readonly body: Body = {},
  ) {
    this.next = home.ring.head;
    this.asked = socket.bytesRead;
    this.fd = descriptor(socket);
  }

  /**
   * Begins: the head of the response and the stream's headers, then data.
   * @param burst - given when it shall begin in the past, where the history offers that; otherwise it begins at the next
   * keyframe. One that is `exact` has a wanted length, and gets all that its first chunk holds from a keyframe on.
   */
  begin(head: string, stream: Stream, burst?: { readonly exact: boolean }): void {
    const start = burst ? this.home.ring.burstStart : undefined;
    if (start !== undefined && this.home.ring.at(start)?.stream === stream) {
      this.next = start;
      this.entry = burst?.exact ? 'from-first-key' : 'from-last-key';
    }
    this.stream = stream;
    const first = Buffer.from(head, 'latin1');
    const { place, chunked } = this.body;
    const woven = place && this.home.weaver.weave(stream.headers, NO_TITLE, place);
    const headers = woven ?? (chunked ? framedPieces(stream.headers) : [stream.headers]);
    this.write([first, ...headers], performance.now());
    this.pump();
  }

  /** Writes what there is for this listener, until it has all or its socket is full. */
  pump(): void {
    const { ring } = this.home;
    if (this.next < ring.tail) this.resynchronise();
    while (this.stuck === undefined && !this.over) {
      const chunk = ring.at(this.next);
      if (!chunk) return;
      if (this.entry === 'next-key' && !chunk.fromFirstKey) {
        this.next++;
      } else if (chunk.stream !== this.stream) {
        if (this.stream && !chunk.stream.follows(this.stream)) {
          this.home.dismiss(this, 'source-end');
          return;
        }
        this.stream = chunk.stream;
        this.bridge(chunk);
      } else {
        const data =
          this.entry === 'whole'
            ? chunk.data
            : this.entry === 'from-last-key'
              ? chunk.fromLastKey
              : chunk.fromFirstKey;
        this.next++;
        this.entry = 'whole';
        this.media(data ?? chunk.data, chunk);
      }
    }
  }

  /** Seconds that what it is being sent is old; 0 when it has everything. */
  lag(now: number): number {
    return this.stuck === undefined ? 0 : Math.max(0, now - this.stuck) / 1000;
  }

  /** Whether it waits for the next keyframe, is behind, or has all there is. */
  get state(): 'waiting' | 'behind' | 'streaming' {
    if (this.stuck !== undefined) return 'behind';
    return this.entry === 'next-key' ? 'waiting' : 'streaming';
  }

  /**
   * Looks once in a while whether it may stay.
   * @param thoroughly - also at how much it has sent, for which Node has to be asked.
   */
  check(now: number, thoroughly: boolean): void {
    if (now >= this.visit.until) this.home.dismiss(this, this.visit.ends);
    else if (thoroughly && this.socket.bytesRead - this.asked > MAX_UPLOAD) this.home.dismiss(this, 'abuse');
    else if (this.socket.readableEnded && this.idles(now)) this.home.dismiss(this, 'left');
    else if (this.stuck !== undefined && now - this.stuckSince >= this.home.timeout() * 1000) {
      this.home.dismiss(this, 'too-slow', `by ${this.lag(now).toFixed(1)} s`);
    }
  }

  /** Whether nothing has come that could be sent to it. Whether one that closed its half has left is seen only by sending. */
  private idles(now: number): boolean {
    const { head } = this.home.ring;
    if (head !== this.seen) [this.seen, this.seenAt] = [head, now];
    return now - this.seenAt >= HALF_CLOSED;
  }

  /** Ends the response once what was written has been taken. */
  end(): void {
    if (this.body.chunked) this.socket.end(LAST_CHUNK);
    else this.socket.end();
  }

  /** What a chunk holds, or the end of it from a keyframe on. */
  private media(data: Buffer, chunk: Chunk): void {
    const { place, chunked } = this.body;
    if (place) this.write(this.home.weaver.weave(data, chunk.title, place) ?? data, chunk.at);
    else if (!chunked) this.write(data, chunk.at);
    else this.write(data === chunk.data ? chunk.framed : framedEnd(chunk.framed, data.length), chunk.at);
  }

  /** What leads from the stream before to that of a chunk. */
  private bridge({ stream, title, at }: Chunk): void {
    const { place, chunked } = this.body;
    const data = stream.bridge;
    if (data.length === 0) return;
    if (place) this.write(this.home.weaver.weave(data, title, place) ?? data, at);
    else this.write(chunked ? framedPieces(data) : data, at);
  }

  private write(data: Buffer | readonly Buffer[], at: number): void {
    const sent = directWrite(this.socket, this.fd, data);
    if (sent < 0) {
      this.home.dismiss(this, 'left');
      return;
    }
    this.account(sent);
    const rest = after(data, sent);
    if (rest.length === 0) return;
    this.stuck = at;
    this.stuckSince = performance.now();
    this.socket.cork();
    rest.forEach((piece, index) => {
      this.socket.write(piece, (error) => {
        if (error) return;
        this.account(piece.length);
        if (index === rest.length - 1) this.drained();
      });
    });
    this.socket.uncork();
  }

  /** Nothing more is written; its audience has let it go. */
  release(): void {
    this.over = true;
  }

  private account(bytes: number): void {
    this.bytes += bytes;
    this.home.sent += bytes;
  }

  private drained(): void {
    this.stuck = undefined;
    const chunk = this.home.ring.at(this.next);
    if (chunk && performance.now() - chunk.at > this.home.maxLag() * 1000) this.resynchronise();
    this.pump();
  }

  /** Gives up what it missed: on to the newest keyframe, or to the next one when it has that already. */
  private resynchronise(): void {
    const { ring } = this.home;
    const newest = ring.newestKey;
    this.home.resyncs++;
    if (newest !== undefined && newest >= this.next) {
      this.next = newest;
      this.entry = 'from-last-key';
    } else {
      this.next = ring.head;
      this.entry = 'next-key';
    }
  }
}

/** What is left of data when so many bytes of it are gone. */
function after(data: Buffer | readonly Buffer[], sent: number): readonly Buffer[] {
  if (Buffer.isBuffer(data)) return sent === data.length ? NOTHING : [data.subarray(sent)];
  const rest: Buffer[] = [];
  let gone = sent;
  for (const piece of data) {
    if (gone < piece.length) rest.push(gone === 0 ? piece : piece.subarray(gone));
    gone = Math.max(0, gone - piece.length);
  }
  return rest;
}
