import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Middleware } from 'koa';
import { inject, injectable } from 'tsyringe';
import { WebSocketServer } from 'ws';
import { errorText, FlumotionError } from '../../errors';
import type { Logger } from '../../log/logger';
import { EVENT_HUB, GATEKEEPER, LOGGER } from '../../tokens';
import { isCaller, type Gatekeeper } from '../access/gatekeeper';
import type { Upgrades } from '../http-server';
import { answerError } from './errors';
import type { EventHub } from './event-hub';
import { fromElsewhere } from './security';

/** Path of the events on the manager's port. */
export const EVENTS_PATH = '/api/events';
/** Largest message taken from a listener, bytes. */
const MAX_MESSAGE = 64 * 1024;

/** Lets listeners to the events in: who may ask the API may listen, from a page of this host or from no page at all. */
@injectable()
export class EventGate implements Upgrades {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
  });

  constructor(
    @inject(EVENT_HUB) private readonly hub: EventHub,
    @inject(GATEKEEPER) private readonly gatekeeper: Pick<Gatekeeper, 'judge'>,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Whether a path is that of the events. */
  takes(pathname: string): boolean {
    return pathname === EVENTS_PATH;
  }

  /** Answers a request for a WebSocket at {@link EVENTS_PATH}. */
  serve(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.admit(request, socket, head).catch((error: unknown) => {
      this.log.error(`a listener to the events could not be let in: ${errorText(error)}`);
      socket.destroy();
    });
  }

  /** Sends everybody away. */
  close(): void {
    this.hub.close();
    this.sockets.close();
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { origin = '', host = '' } = request.headers;
    const site = request.headers['sec-fetch-site'];
    // A browser sends the cookie also when a page of another site asks.
    if (fromElsewhere(origin, typeof site === 'string' ? site : '', host)) {
      refuse(socket, FlumotionError.of('cross-site', { origin: JSON.stringify(origin) }));
      return;
    }
    const caller = await this.gatekeeper.judge(request);
    if (!isCaller(caller)) {
      const error = FlumotionError.of('not-admitted', { reason: caller.reason });
      refuse(socket, error, caller.tooMany ? 429 : error.status);
      return;
    }
    if (this.hub.full) {
      refuse(socket, FlumotionError.of('listeners-exhausted', {}));
      return;
    }
    const since = new URL(request.url ?? '/', 'http://manager').searchParams.get('since') ?? undefined;
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.hub.add(webSocket, { admin: caller.role === 'admin', since }, async () => {
        const now = await this.gatekeeper.judge(request);
        return isCaller(now) && now.role === caller.role;
      });
    });
  }
}

/** Says to who asks for the events as for a page what they are. */
export function eventsAreWebSocket(): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== EVENTS_PATH || ctx.method !== 'GET') {
      await next();
      return;
    }
    ctx.set({ Upgrade: 'websocket', Connection: 'Upgrade' });
    const address = `${ctx.secure ? 'wss' : 'ws'}://${ctx.host}${EVENTS_PATH}`;
    answerError(ctx, FlumotionError.of('upgrade-required', { path: EVENTS_PATH, address }));
  };
}

/** Answers as the API does. */
function refuse(socket: Duplex, error: FlumotionError, status = error.status): void {
  const body = JSON.stringify({ code: error.code, message: error.message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 401 ? ['WWW-Authenticate: Basic realm="flumotion", charset="UTF-8"'] : []),
    ...(status === 429 ? ['Retry-After: 10'] : []),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
