import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AccessLog, Opening } from './access-log';
import type { Refusal } from './admission';
import { ALWAYS, answerText, textBody } from './answer';
import { Entrance, type Arrival, type EntranceOptions } from './entrance';
import { MAX_FIELDS, MAX_HEAD, parseHead, type RequestHead } from './head';

/** One request and who made it. */
export interface Visit {
  /** The request as the rest of this library reads requests. */
  readonly head: RequestHead;
  /** Address of the client, behind trusted proxies too. */
  readonly address: string;
  /** Whether the client speaks TLS. */
  readonly secure: boolean;
  /** Name the client gave to a bouncer, for the log; whoever judges sets it. */
  user?: string | undefined;
  /** What is written at the end of the line in the log, such as a session. */
  note?: string | undefined;
  /** What it was refused with, once it has ended. */
  refusal?: Refusal | undefined;
}

/** Answers one request. What it throws is answered with 500. */
export type WebHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
) => void | Promise<void>;

/** How the server is to be. */
export interface WebServerOptions extends Omit<EntranceOptions, 'onArrival'> {
  readonly log: AccessLog;
  readonly handler: WebHandler;
  /** Told of each request that was refused because it could not be read; the handler never sees it. */
  readonly onUnreadable?: () => void;
  /** Told when a response has ended, whole or not. */
  readonly onEnd?: (
    visit: Visit,
    end: { status: number; bytes: number; seconds: number; whole: boolean },
  ) => void;
}

/** Milliseconds a client has for the head of a request, and for the whole request. */
const REQUEST_DEADLINE = 10_000;
/** Status and words for what Node's parser complains of. */
const UNREADABLE: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, `the head of the request is longer than ${MAX_HEAD} bytes`],
  ERR_HTTP_REQUEST_TIMEOUT: [408, `no request within ${REQUEST_DEADLINE / 1000} s`],
};
/** Milliseconds a connection may wait for its next request. */
const KEEP_ALIVE = 15_000;
/** Milliseconds a response may make no progress. */
const STALLED = 30_000;
/** Requests after which a connection is closed. */
const MOST_REQUESTS = 10_000;

/**
 * Answers requests one after another on each connection, with Node's HTTP server behind an `Entrance`: for components
 * whose answers end, such as playlists, segments and files.
 */
export class WebServer {
  readonly entrance: Entrance;
  private readonly http: Server;
  private readonly arrivals = new WeakMap<object, Arrival>();
  private readonly refusals = new WeakMap<ServerResponse, Refusal>();

  constructor(private readonly options: WebServerOptions) {
    this.http = createServer(
      {
        maxHeaderSize: MAX_HEAD,
        headersTimeout: REQUEST_DEADLINE,
        requestTimeout: REQUEST_DEADLINE,
        keepAliveTimeout: KEEP_ALIVE,
        connectionsCheckingInterval: 1000,
        joinDuplicateHeaders: true,
        // Whoever leaves it out is refused below, with the reason and in the log.
        requireHostHeader: false,
      },
      (request, response) => void this.take(request, response),
    );
    // What comes through a porter may next ask for what is another's, so there each request has its connection.
    this.http.maxRequestsPerSocket = options.properties.type === 'slave' ? 1 : MOST_REQUESTS;
    this.http.maxHeadersCount = MAX_FIELDS;
    // Without this, which has no types, Node's server cuts what its sockets would not.
    Object.assign(this.http, { httpAllowHalfOpen: options.halfOpen === true });
    this.http.setTimeout(STALLED, (socket) => socket.destroy());
    this.http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const [status, reason] = UNREADABLE[error.code ?? ''] ?? [400, 'this is no request that can be read'];
      this.turnAway(socket as Socket, status, reason);
    });
    this.http.on('connect', (_request, socket) => {
      this.turnAway(socket as Socket, 405, 'this is no proxy');
    });
    this.http.on('checkExpectation', (request, response) => void this.take(request, response));
    this.entrance = new Entrance({ ...options, onArrival: (arrival) => this.arrived(arrival) });
  }

  /** Begins to take connections. @throws Error when the certificate cannot be used. */
  async open(): Promise<void> {
    // Node begins to watch its deadlines when the server listens; the entrance listens for this one.
    this.http.emit('listening');
    await this.entrance.open();
  }

  /** Takes no more connections and ends those there are. */
  close(): void {
    this.entrance.close();
    this.http.close();
    this.http.closeAllConnections();
  }

  /** Answers with a refusal and its words. */
  refuse(response: ServerResponse, refusal: Refusal): void {
    const { status, reason, fields } = refusal;
    this.refusals.set(response, refusal);
    const body = textBody(status, reason);
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
      ...fields,
    });
    response.end(response.req.method === 'HEAD' ? undefined : body);
  }

  private arrived(arrival: Arrival): void {
    this.arrivals.set(arrival.socket, arrival);
    this.http.emit('connection', arrival.socket);
  }

  /** Ends a connection with what is no request, or none that can be answered as others are. */
  private turnAway(socket: Socket, status: number, reason: string): void {
    // After another answer nobody can say whether that has been read; and who has gone needs none.
    if (!socket.writable || socket.bytesWritten > 0) {
      socket.destroy();
      return;
    }
    const { log, onUnreadable } = this.options;
    const text = answerText('1.1', status, reason, {}, true);
    const address = this.arrivals.get(socket)?.address ?? 'unknown';
    socket.end(text);
    log.add(log.opening({ address }, status), text.length, 0, `refused-invalid: ${reason}`);
    onUnreadable?.();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = this.arrivals.get(request.socket);
    const head = headOf(request);
    for (const [name, value] of Object.entries(ALWAYS))
      if (name !== 'Connection') response.setHeader(name, value);
    const peer = arrival?.address ?? 'unknown';
    if (!('method' in head)) {
      this.follow(response, undefined, peer);
      this.refuse(response, { ...head, fields: { Connection: 'close' }, stat: 'refused-invalid' });
      this.options.onUnreadable?.();
      return;
    }
    const address = this.entrance.client(peer, head.fields.get('x-forwarded-for'));
    const visit: Visit = { head, address, secure: arrival?.secure === true };
    this.follow(response, visit, address);
    try {
      await this.options.handler(request, response, visit);
    } catch (error) {
      this.options.host.log.debug(
        `a request failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (response.headersSent) response.destroy();
      else
        this.refuse(response, {
          status: 500,
          reason: 'this failed here',
          fields: {},
          stat: 'refused-invalid',
        });
    }
  }

  /** Sees to the line in the log. */
  private follow(response: ServerResponse, visit: Visit | undefined, address: string): void {
    const { log, onEnd } = this.options;
    const began = performance.now();
    const { socket } = response;
    const before = socket?.bytesWritten ?? 0;
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1000;
      const bytes = (socket?.bytesWritten ?? before) - before;
      const refusal = this.refusals.get(response);
      const user = visit?.user ?? refusal?.user;
      const opening: Opening | undefined = log.opening(
        { address, head: visit?.head, user },
        response.statusCode,
      );
      const whole = response.writableFinished;
      const detail = refusal
        ? `${refusal.stat}: ${refusal.reason}${visit?.note === undefined ? '' : ` (${visit.note})`}`
        : (visit?.note ?? (whole ? 'done' : 'left: closed by the client'));
      log.add(opening, bytes, seconds, detail);
      if (visit) visit.refusal = refusal;
      if (visit) onEnd?.(visit, { status: response.statusCode, bytes, seconds, whole });
    });
  }
}

/** The request as `parseHead` reads it, from what Node has read: its fields have been checked, path and query not. */
function headOf({
  method = '',
  url = '',
  httpVersion,
  rawHeaders,
}: IncomingMessage): ReturnType<typeof parseHead> {
  const fields = rawHeaders.flatMap((text, index) =>
    index % 2 ? [] : [`${text}: ${rawHeaders[index + 1] ?? ''}`],
  );
  return parseHead([`${method} ${url} HTTP/${httpVersion}`, ...fields].join('\r\n'));
}
