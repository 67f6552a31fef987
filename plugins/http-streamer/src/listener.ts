import type { Socket } from 'node:net';
import type { Chunk } from './chunks';
import { beforeClosing } from './direct-write';
import { framedEnd, framedPieces, LAST_CHUNK } from './framing';
import type { Home } from './home';
import type { InStep, Member } from './in-step';
import { Outlet, type Owner } from './outlet';
import type { Position } from './ring';
import type { Stream } from './stream';
import { NO_TITLE } from './title';
import type { Body, Visit } from './visit';

/** How much of the next chunk a listener gets. */
type Entry = 'whole' | 'from-first-key' | 'from-last-key' | 'next-key';

/** Bytes a listener may send after its request before it counts as abuse. */
const MAX_UPLOAD = 64 * 1024;
/** Milliseconds without media after which one that has closed its half of the connection is taken to have left. */
const HALF_CLOSED = 5000;

/**
 * One listener: a place in the shared history and a connection. It owns no data; what the kernel does not take is the rest
 * of one shared chunk, and nothing more is given to the connection until that has drained. Once it has all there is, it is
 * served in step with others.
 */
export class Listener implements Member, Owner {
  /** Monotonic milliseconds of its admission. */
  readonly since = performance.now();
  private next: Position;
  private entry: Entry = 'next-key';
  /** The stream it is given. */
  stream: Stream | undefined;
  /** Bytes of response that the kernel has taken, but for those it was given in step since it last joined. */
  private taken = 0;
  private readonly asked: number;
  private readonly outlet: Outlet;
  /** With whom it can be in step; undefined when it always needs bytes of its own. */
  private readonly others: InStep | undefined;
  /** Where it is among them; undefined while it is served by itself. */
  private slot: number | undefined;
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
    this.outlet = new Outlet(socket, this);
    if (this.outlet.fd < 0 || body.place) return;
    this.others = home.inStep[body.chunked ? 'framed' : 'data'];
    beforeClosing(socket, () => this.stepOut());
  }

  /** Bytes of response that the kernel has taken. */
  get bytes(): number {
    return this.taken + (this.others && this.slot !== undefined ? this.others.bytesOf(this.slot) : 0);
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
    this.outlet.write([first, ...headers], performance.now());
    this.pump();
  }

  /** Writes what there is for this listener, until it has all or its socket is full. */
  pump(): void {
    if (this.slot !== undefined) return;
    const { ring } = this.home;
    if (this.next < ring.tail) this.resynchronise();
    while (this.outlet.stuck === undefined && !this.over) {
      const chunk = ring.at(this.next);
      if (!chunk) {
        this.stepIn();
        return;
      }
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
    const { stuck } = this.outlet;
    return stuck === undefined ? 0 : Math.max(0, now - stuck) / 1000;
  }

  /** Whether it waits for the next keyframe, is behind, or has all there is. */
  get state(): 'waiting' | 'behind' | 'streaming' {
    if (this.outlet.stuck !== undefined) return 'behind';
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
    else if (this.outlet.stuck !== undefined && now - this.outlet.stuckSince >= this.home.timeout() * 1000) {
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
    if (place) this.outlet.write(this.home.weaver.weave(data, chunk.title, place) ?? data, chunk.at);
    else if (!chunked) this.outlet.write(data, chunk.at);
    else
      this.outlet.write(data === chunk.data ? chunk.framed : framedEnd(chunk.framed, data.length), chunk.at);
  }

  /** What leads from the stream before to that of a chunk. */
  private bridge({ stream, title, at }: Chunk): void {
    const { place, chunked } = this.body;
    const data = stream.bridge;
    if (data.length === 0) return;
    if (place) this.outlet.write(this.home.weaver.weave(data, title, place) ?? data, at);
    else this.outlet.write(chunked ? framedPieces(data) : data, at);
  }

  fallOut(chunk?: Chunk, sent = 0): void {
    if (this.slot === undefined) return;
    this.stepOut();
    if (chunk) this.outlet.goOn(this.body.chunked ? chunk.framed : chunk.data, sent, chunk.at);
  }

  /** It has all there is: from now on it is served with the others, where it can be. */
  private stepIn(): void {
    // One whose descriptor was given back is not told of that a second time.
    if (!this.others || this.entry !== 'whole' || this.socket.destroyed) return;
    this.slot = this.others.join(this, this.outlet.fd);
    if (this.slot !== undefined) this.home.alone.delete(this);
  }

  private stepOut(): void {
    if (!this.others || this.slot === undefined) return;
    this.taken += this.others.bytesOf(this.slot);
    this.next = this.others.leave(this.slot);
    this.slot = undefined;
    this.home.alone.add(this);
  }

  /** Nothing more is written; its audience has let it go. */
  release(): void {
    this.stepOut();
    this.home.alone.delete(this);
    this.over = true;
  }

  took(bytes: number): void {
    this.taken += bytes;
    this.home.sent += bytes;
  }

  broke(): void {
    this.home.dismiss(this, 'left');
  }

  drained(): void {
    if (this.over) return;
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
