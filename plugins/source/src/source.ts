import type { Socket } from 'node:net';
import type { Admission } from '@flumotion/web';
import { BadBody, type BodyReader } from './body';
import type { SourceFeed } from './feed';
import { Unreadable } from './formats/format';
import { AnyReader } from './formats/recognise';
import type { StreamWords } from './words';

/** Who sends a stream, and what it said when it came. */
export interface Visitor {
  readonly socket: Socket;
  readonly address: string;
  readonly agent: string;
  readonly user: string | undefined;
  readonly contentType: string;
  readonly words: StreamWords;
  readonly body: BodyReader;
  /** Bytes that came together with its request. */
  readonly rest: Buffer;
  /** What it is answered when its body has come to an end, and when it is broken; empty when it has its answer already. */
  readonly answers: { readonly done: string; readonly broken: string };
  /** Seconds it may stay; undefined for no limit. */
  readonly duration: number | undefined;
  /** Lets whoever judged it know that it sends, until the stay is left; who judged may eject it. */
  readonly enter: Admission<true>['enter'];
}

/** Why a source has left. */
export interface Leaving {
  readonly reason: string;
  /** The fault of what it sent. */
  readonly broken: boolean;
  /** It sent nothing for too long. */
  readonly stalled: boolean;
}

/** What a source is told of. */
export interface SourceEvents {
  /** Bytes of its stream have come, and been read. */
  received(bytes: number): void;
  left(why: Leaving): void;
}

/** Milliseconds a client has to take its last answer. */
const FAREWELL = 5000;

/** One client that sends its stream. */
export class Source {
  /** Bytes of its stream. */
  bytes = 0;
  readonly since = performance.now();
  private readonly reader: AnyReader;
  private heard = performance.now();
  private waits = false;
  private gone = false;

  /** @param feed - where its media goes. */
  constructor(
    readonly visitor: Visitor,
    readonly feed: SourceFeed,
    private readonly events: SourceEvents,
  ) {
    this.reader = new AnyReader(visitor.contentType, feed);
  }

  /** Begins to read. */
  start(): void {
    const { socket, rest, body } = this.visitor;
    socket.on('data', this.onData);
    socket.once('end', this.onEnd);
    socket.once('close', this.onEnd);
    if (socket.destroyed) this.onEnd();
    else if (rest.length > 0 || body.done) this.onData(rest);
    if (!this.gone && !this.waits) socket.resume();
  }

  /** Looks how it does; call it about once a second. @param patience - seconds without a byte. */
  check(patience: number): void {
    const now = performance.now();
    const { duration } = this.visitor;
    if (duration !== undefined && now > this.since + duration * 1000)
      this.leave('the time that it was given is over');
    else if (!this.waits && now - this.heard > patience * 1000)
      this.leave(`nothing came from it for ${patience} s`, { stalled: true });
  }

  /** What waited has been handed on. */
  continue(): void {
    if (!this.waits || this.gone || this.feed.full) return;
    this.waits = false;
    this.heard = performance.now();
    this.visitor.socket.resume();
  }

  /** Sends it away. */
  leave(reason: string, why: Partial<Omit<Leaving, 'reason'>> = {}, answer = ''): void {
    if (this.gone) return;
    this.gone = true;
    const { socket } = this.visitor;
    socket.off('data', this.onData);
    socket.off('end', this.onEnd);
    socket.off('close', this.onEnd);
    this.end(answer);
    this.events.left({ reason, broken: false, stalled: false, ...why });
  }

  private end(answer: string): void {
    const { socket } = this.visitor;
    if (socket.destroyed) return;
    if (answer === '') socket.destroy();
    else {
      socket.resume();
      socket.end(answer, 'latin1', () => socket.destroySoon());
      socket.setTimeout(FAREWELL, () => socket.destroy());
    }
  }

  private readonly onEnd = (): void => this.leave('it closed the connection');

  private readonly onData = (data: Buffer): void => {
    const { body, answers, socket } = this.visitor;
    this.heard = performance.now();
    const before = this.bytes;
    try {
      for (const part of body.read(data)) {
        this.bytes += part.length;
        this.reader.push(part);
      }
    } catch (error) {
      this.events.received(this.bytes - before);
      this.leave(complaint(error), { broken: true }, answers.broken);
      return;
    }
    this.events.received(this.bytes - before);
    if (body.done) this.leave('it ended its stream', {}, answers.done);
    else if (this.feed.full && !this.waits) {
      this.waits = true;
      socket.pause();
    }
  };
}

/** Whatever goes wrong in a stream from outside ends that stream, and nothing else. */
function complaint(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof BadBody) return `its transfer is broken: ${text}`;
  return error instanceof Unreadable ? `its stream ${text}` : `its stream cannot be read: ${text}`;
}
