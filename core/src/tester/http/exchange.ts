import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Route } from './addresses';
import { bodyOf, type Body } from './body';
import { explain, type Failure } from './failure';
import type { StreamOpener } from './opener';
import { headLength, MAX_HEAD, mayBeHead, parseResponseHead, type ResponseHead } from './response-head';

/** Told how an exchange goes: `opened`, then `data`, then `closed`; or `failed` alone. */
export interface ExchangeHandler {
  /** The answer that is no redirection. */
  opened(head: ResponseHead, url: URL): void;
  /** A piece of the answer; its memory is used again after this returns. */
  data(piece: Buffer): void;
  /**
   * The answer is over.
   * @param whole it had a length, and came to it.
   */
  closed(reason: string, whole: boolean): void;
  failed(failure: Failure): void;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
const NOT_HTTP = 'the answer is not HTTP';

/**
 * One request with its answer on a connection of its own, redirections followed. It works on the bare socket, and what
 * is read goes into one buffer that all share: Node's client keeps some 20 kB for each listener, this keeps three.
 */
export class Exchange {
  private socket: Socket | undefined;
  private routes: readonly Route[] = [];
  private head = '';
  private body: Body | undefined;
  private redirects = 0;
  /** Given with redirections and the answer. */
  private readonly cookies: string[] = [];
  private over = false;

  constructor(
    private readonly opener: StreamOpener,
    private url: URL,
    private readonly handler: ExchangeHandler,
    private readonly readSize?: number,
  ) {
    this.start();
  }

  /** Reads no more until `resume`. */
  pause(): void {
    this.socket?.pause();
  }

  resume(): void {
    this.socket?.resume();
  }

  /** Ends it, whatever its state; nothing more is told. */
  close(): void {
    this.over = true;
    this.socket?.destroy();
  }

  private start(): void {
    this.opener.addresses.routes(this.url.hostname).then(
      (routes) => {
        this.routes = routes;
        this.connect();
      },
      (error: unknown) => this.fail(explain(error as NodeJS.ErrnoException)),
    );
  }

  private connect(): void {
    const [route, ...others] = this.routes;
    if (!route || this.over) return;
    this.routes = others;
    const { url, opener } = this;
    const secure = url.protocol === 'https:';
    const { buffer } = opener;
    const options = {
      host: route.address,
      port: Number(url.port || (secure ? 443 : 80)),
      ...(route.from !== undefined && { localAddress: route.from }),
      onread: {
        buffer: this.readSize === undefined ? buffer : buffer.subarray(0, this.readSize),
        callback: (length: number, bytes: Uint8Array): boolean => {
          this.read(bytes as Buffer, length);
          return true;
        },
      },
    };
    const socket = secure
      ? connectSecurely({
          ...options,
          rejectUnauthorized: opener.options.insecure !== true,
          ...(isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 && { servername: url.hostname }),
        })
      : connect(options);
    this.socket = socket;
    let problem: NodeJS.ErrnoException | undefined;
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      opener.addresses.works(url.hostname, route.address);
      this.routes = [];
      socket.write(opener.request(url, this.cookies));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (problem = error));
    socket.once('close', () => {
      if (this.socket === socket) this.closed(problem);
    });
  }

  private read(bytes: Buffer, length: number): void {
    if (this.over) return;
    const piece = bytes.subarray(0, length);
    if (this.body) this.take(this.body, piece);
    else this.readHead(piece);
  }

  private readHead(piece: Buffer): void {
    const before = this.head.length;
    this.head += piece.toString('latin1', 0, MAX_HEAD + 1);
    if (!mayBeHead(this.head.slice(0, 8))) {
      this.fail({ reason: NOT_HTTP, detail: JSON.stringify(this.head.slice(0, 40)) });
      return;
    }
    const length = headLength(this.head);
    if (length === 0) {
      if (this.head.length > MAX_HEAD)
        this.fail({ reason: NOT_HTTP, detail: `a head above ${MAX_HEAD} bytes` });
      return;
    }
    const text = this.head.slice(0, length);
    this.head = '';
    const head = parseResponseHead(text);
    const rest = piece.subarray(length - before);
    if (!head) this.fail({ reason: NOT_HTTP, detail: JSON.stringify(text.slice(0, 40)) });
    else if (head.status < 200) {
      if (rest.length > 0) this.readHead(rest);
    } else this.answer(head, rest);
  }

  private answer(head: ResponseHead, rest: Buffer): void {
    this.cookies.push(...head.cookies);
    const next = redirection(head, this.url);
    if (next) {
      this.follow(next);
      return;
    }
    this.body = bodyOf(head);
    if (!this.body) {
      this.fail({ reason: NOT_HTTP, detail: 'the head of the answer contradicts itself' });
      return;
    }
    this.handler.opened({ ...head, cookies: this.cookies }, this.url);
    // Even without bytes: an answer may be whole with its head.
    if (!this.isOver()) this.take(this.body, rest);
  }

  private take(body: Body, bytes: Buffer): void {
    if (bytes.length > 0)
      body.push(bytes, (piece) => {
        if (!this.over) this.handler.data(piece);
      });
    if (this.over) return;
    if (body.fault !== undefined) this.end(`the answer breaks HTTP: ${body.fault}`, false);
    else if (body.whole === true) this.end('the server ended the stream', body.counted === true);
  }

  private closed(problem: NodeJS.ErrnoException | undefined): void {
    if (this.over) return;
    if (!this.body) {
      if (this.routes.length > 0) this.connect();
      else this.fail(explain(problem ?? Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    } else if (problem || this.body.whole === false) this.end('the connection broke', false);
    else this.end('the server ended the stream', false);
  }

  private follow(next: URL): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
    this.url = next;
    if (++this.redirects > MAX_REDIRECTS) this.fail({ reason: 'too many redirections', detail: next.href });
    else this.start();
  }

  private isOver(): boolean {
    return this.over;
  }

  private end(reason: string, whole: boolean): void {
    this.close();
    this.handler.closed(reason, whole);
  }

  private fail(failure: Failure): void {
    if (this.over) return;
    this.close();
    this.handler.failed(failure);
  }
}

function redirection({ status, fields }: ResponseHead, from: URL): URL | undefined {
  const location = fields.get('location');
  if (location === undefined || !REDIRECTS.includes(status)) return undefined;
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (!next || !/^https?:$/.test(next.protocol)) return undefined;
  // Who was let in here is let in there: on the same host only, so that no other learns the password.
  if (next.host === from.host && next.username === '') {
    next.username = from.username;
    next.password = from.password;
  }
  return next;
}
