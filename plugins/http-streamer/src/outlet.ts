import type { Socket } from 'node:net';
import { descriptor, directWrite } from './direct-write';

const NOTHING: readonly Buffer[] = [];

/** Whose connection it is. */
export interface Owner {
  /** The kernel has taken so many bytes more. */
  took(bytes: number): void;
  /** What was stuck has been taken. */
  drained(): void;
  /** The connection is broken. */
  broke(): void;
}

/**
 * The connection of a listener. It is given bytes only while nothing is stuck; what the kernel does not take of them waits in
 * the socket.
 */
export class Outlet {
  /** Its descriptor; -1 where nobody may write past the socket. */
  readonly fd: number;
  /** When what is stuck was new, in monotonic milliseconds; undefined while nothing is. */
  stuck: number | undefined;
  /** When it got stuck. */
  stuckSince = 0;

  constructor(
    readonly socket: Socket,
    private readonly owner: Owner,
  ) {
    this.fd = descriptor(socket);
  }

  /** @param at - when the bytes were new, in monotonic milliseconds. */
  write(data: Buffer | readonly Buffer[], at: number): void {
    this.goOn(data, directWrite(this.socket, this.fd, data), at);
  }

  /** Somebody has written these bytes, of which the kernel took so many: -1 when the connection is broken. */
  goOn(data: Buffer | readonly Buffer[], sent: number, at: number): void {
    if (sent < 0) {
      this.owner.broke();
      return;
    }
    this.owner.took(sent);
    const rest = after(data, sent);
    if (rest.length === 0) return;
    this.stuck = at;
    this.stuckSince = performance.now();
    this.socket.cork();
    rest.forEach((piece, index) => {
      this.socket.write(piece, (error) => {
        if (error) return;
        this.owner.took(piece.length);
        if (index < rest.length - 1) return;
        this.stuck = undefined;
        this.owner.drained();
      });
    });
    this.socket.uncork();
  }
}

/** What is left of data when so many bytes of it are gone. */
function after(data: Buffer | readonly Buffer[], sent: number): readonly Buffer[] {
  if (data instanceof Uint8Array) return sent === data.length ? NOTHING : [data.subarray(sent)];
  const rest: Buffer[] = [];
  let gone = sent;
  for (const piece of data) {
    if (gone < piece.length) rest.push(gone === 0 ? piece : piece.subarray(gone));
    gone = Math.max(0, gone - piece.length);
  }
  return rest;
}
