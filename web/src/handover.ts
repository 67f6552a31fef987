import { closeSync, openSync } from 'node:fs';
import { Socket, type SocketConstructorOpts } from 'node:net';

/** Type of Node's pipes that pass descriptors, `Pipe.IPC` in its sources. */
const PASSES_DESCRIPTORS = 2;
/** Longest line in bytes; more ends the connection. */
const MAX_LINE = 256 * 1024;
/** Descriptors that may be opened in search of a certain number. */
const MAX_TRIES = 64;

/** What stands behind a socket of Node. */
interface Handle {
  readonly fd: number;
  reading: boolean;
  pendingHandle?: Handle | undefined;
  onread(bytes?: ArrayBuffer): unknown;
  open(fd: number): number;
  close(): void;
  readStop(): number;
  writeUtf8String(request: object, text: string, passed?: Handle): number;
}

type Pipe = new (type: number) => Handle;

/** Takes a line, and the connection that came with it. */
export type TakeLine = (line: string, connection: Socket | undefined) => void;

/**
 * Lines of text between two processes of one machine, and open connections with them: a unix socket over which descriptors
 * are passed (SCM_RIGHTS). Node does that for child processes alone, yet the pipes it uses can do it between any two
 * processes; they have no public name, so this file alone looks behind Node's sockets for them. It works in Node 20, 22
 * and 24; `handoverFault` says when it does not.
 */
export class Handover {
  private readonly queue: { text: string; connection: Socket | undefined }[] = [];
  private readonly received: Handle[] = [];
  private passed: Handle | undefined;
  private writing = false;
  private rest = '';
  private ended = false;

  private constructor(
    private readonly pipe: Handle,
    private readonly socket: Socket,
    private readonly onLine: TakeLine,
    private readonly onClose: (reason: string) => void,
    private readonly release: () => void,
  ) {
    this.passWrites();
    this.gatherHandles();
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.read(text));
    socket.once('end', () => this.end('the other end has closed it'));
    socket.once('error', ({ message }) => this.end(message));
    socket.once('close', () => this.end('it is closed'));
  }

  /**
   * Connects to a socket on which another process accepts. What is sent before the connection stands goes out then.
   * @param onClose - told once that it is over or never came to stand; not after `close`.
   * @throws Error what `handoverFault` says.
   */
  static connect(path: string, onLine: TakeLine, onClose: (reason: string) => void): Handover {
    const pipe = new (pipeClass())(PASSES_DESCRIPTORS);
    const socket = new Socket({ handle: pipe, manualStart: true } as SocketConstructorOpts);
    const handover = new Handover(pipe, socket, onLine, onClose, () => undefined);
    socket.connect({ path });
    return handover;
  }

  /**
   * Takes a connection that a server with `pauseOnConnect` has accepted.
   * @param onClose - told once that it is over; not after `close`.
   * @throws Error what `handoverFault` says, or when the connection is closed already.
   */
  static accept(accepted: Socket, onLine: TakeLine, onClose: (reason: string) => void): Handover {
    const fd = handleOf(accepted)?.fd ?? -1;
    const pipe = new (pipeClass())(PASSES_DESCRIPTORS);
    if (fd < 0 || pipe.open(fd) !== 0) {
      accepted.destroy();
      throw new Error('the connection closed before it could be used');
    }
    const socket = new Socket({ handle: pipe } as SocketConstructorOpts);
    return new Handover(pipe, socket, onLine, onClose, () => disown(accepted, fd));
  }

  /**
   * Sends a line of at most 256 KiB, and with it a connection of which nothing is read any more (see `stopReading`). The
   * other end gets a descriptor of its own; this one is still to be closed here, not before the other end has answered.
   */
  send(text: string, connection?: Socket): void {
    if (this.ended) return;
    this.queue.push({ text, connection });
    this.write();
  }

  /** Ends it at once; connections that nobody has taken are closed with it. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.queue.length = 0;
    this.socket.destroy();
    this.release();
    for (const handle of this.received.splice(0)) handle.close();
  }

  /** Ends it when what was sent has gone out, or in a second at most. */
  finish(): void {
    const timer = setTimeout(() => this.close(), 1000);
    const look = setInterval(() => {
      if ((this.writing || this.queue.length > 0) && !this.ended) return;
      clearTimeout(timer);
      clearInterval(look);
      this.close();
    }, 10);
  }

  private end(reason: string): void {
    if (this.ended) return;
    this.close();
    this.onClose(reason);
  }

  /** One line at a time: a descriptor goes with the write that is handed to the system next. */
  private write(): void {
    if (this.writing) return;
    const next = this.queue.shift();
    if (!next) return;
    const passed = next.connection && handleOf(next.connection);
    // A connection that has closed meanwhile has nothing to pass; its line would wait for a descriptor at the other end.
    if (next.connection && !passed) {
      this.write();
      return;
    }
    this.writing = true;
    this.passed = passed;
    this.socket.write(`${passed ? '+' : '-'}${next.text}\n`, 'utf8', () => {
      this.writing = false;
      this.write();
    });
  }

  /** Has the socket's writes take a descriptor along. */
  private passWrites(): void {
    const plain = this.pipe.writeUtf8String.bind(this.pipe);
    this.pipe.writeUtf8String = (request, text) => {
      const { passed } = this;
      this.passed = undefined;
      return passed ? plain(request, text, passed) : plain(request, text);
    };
  }

  /** A descriptor arrives with the first byte of its line, so never later than that. */
  private gatherHandles(): void {
    const { pipe, received } = this;
    const plain = pipe.onread.bind(pipe);
    pipe.onread = (bytes) => {
      if (pipe.pendingHandle) received.push(pipe.pendingHandle);
      pipe.pendingHandle = undefined;
      return plain(bytes);
    };
  }

  private read(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (!this.ended) this.take(line);
    if (this.rest.length > MAX_LINE) this.end(`a line is longer than ${MAX_LINE} bytes`);
  }

  private take(line: string): void {
    if (line.startsWith('-')) this.onLine(line.slice(1), undefined);
    else {
      const handle = line.startsWith('+') ? this.received.shift() : undefined;
      if (handle) this.onLine(line.slice(1), new Socket({ handle } as SocketConstructorOpts));
      else this.end('what came is no line of a hand-over');
    }
  }
}

/** Why connections cannot be handed over by this Node; undefined when they can. */
export function handoverFault(): string | undefined {
  try {
    return void pipeClass();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Ends reading of a connection that is to be handed over, so that the other process gets every byte from here on.
 * `pause()` alone would go on reading until Node's own buffer is full.
 */
export function stopReading(socket: Socket): void {
  socket.pause();
  const handle = handleOf(socket);
  if (!handle) return;
  handle.reading = false;
  handle.readStop();
}

let known: Pipe | undefined;

/** @throws Error when this Node has no such pipes. */
function pipeClass(): Pipe {
  known ??= findPipeClass();
  if (known) return known;
  throw new Error(
    `Node ${process.version} has no pipes that pass connections to other processes; a porter and its streamers need one that has, as Node 20, 22 and 24`,
  );
}

/** The class behind a socket that connects to a path, whether anybody is there or not. */
function findPipeClass(): Pipe | undefined {
  const probe = new Socket().on('error', () => undefined).connect({ path: '/dev/null' });
  const found = handleOf(probe)?.constructor as Pipe | undefined;
  probe.destroy();
  const has = found?.prototype as Partial<Handle> | undefined;
  return has?.open && has.writeUtf8String && has.readStop ? found : undefined;
}

function handleOf(socket: Socket): Handle | undefined {
  return (socket as unknown as { _handle?: Handle | null })._handle ?? undefined;
}

/**
 * Closes an accepted socket whose descriptor was another's, which has closed it: closing it once more would hit whatever has
 * that number now. So the number is taken first, for nothing, and closed as if it were the old one. Where somebody else
 * has got it already the socket stays as it is, some hundred bytes until the process ends.
 */
function disown(accepted: Socket, fd: number): void {
  const others: number[] = [];
  try {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const got = openSync('/dev/null', 'r');
      if (got === fd) {
        accepted.destroy();
        break;
      }
      others.push(got);
    }
  } catch {
    // No descriptors are left, so somebody else has the number.
  }
  for (const other of others) closeSync(other);
}
