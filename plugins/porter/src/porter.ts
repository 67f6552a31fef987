import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Context } from '@flumotion/core/plugin';
import {
  AccessLog,
  answerHead,
  answerText,
  Connections,
  Entrance,
  openFilesLimit,
  parseBlocks,
  parseHead,
  OF_THE_SERVER,
  stopReading,
  type Arrival,
  type HeadEvent,
  type PublicPlace,
  type RequestHead,
} from '@flumotion/web';
import type { Asked } from './ask-streamers';
import { declaration, type Properties, type StatName } from './declaration';
import { Reception } from './reception';
import { REFUSALS, type Refusal } from './refusals';
import { Relays } from './relays';
import { Routes } from './routes';
import { entranceValues } from './settings';
import { adminAnswer, isForAll, mountMeant } from './admin-requests';
import { isForStatus, Status } from './status';
import type { Streamer } from './streamer';

/** Descriptors that connections may not take, so that streamers can always register. */
const SPARE = 100;
/** Milliseconds after the start in which streamers may still be on their way back. */
const SETTLING = 3000;
/** What streamers behind a porter understand; each says for its paths what holds there. */
const METHODS = 'GET, HEAD, OPTIONS';
/** Descriptors of a client that speaks TLS, at the most. */
const RELAY_DESCRIPTORS = 3;
/** Requests at one time that all streamers are asked for. */
const MOST_ASKING = 4;

/** A request and who made it. */
interface Caller {
  readonly socket: Socket;
  readonly address: string;
  readonly secure: boolean;
  readonly head: RequestHead;
  /** All that has been read. */
  readonly data: Buffer;
}

/** A running porter: the public port on one side, the streamers on the other. */
export class Porter {
  private readonly connections = new Connections();
  private readonly routes = new Routes<Streamer>();
  private readonly reception: Reception;
  private readonly relays: Relays;
  private readonly asked: Asked;
  private readonly status: Status;
  private readonly entrance: Entrance;
  private readonly log: AccessLog;
  private readonly mostRelays: number;
  private readonly since = performance.now();
  private asking = 0;
  private place: PublicPlace | undefined;
  private url = 'http://localhost/';
  private ticker: NodeJS.Timeout | undefined;

  constructor(private readonly context: Context<Properties>) {
    const { log, properties } = context;
    const openFiles = openFilesLimit();
    const socket = properties['socket-path'] ?? `${context.name}.socket`;
    const secure = properties['tls-certificate'] !== undefined;
    this.log = new AccessLog((line) => log.info(line), parseBlocks(properties['ip-filter']).list);
    this.reception = new Reception({
      path: context.localSocket(socket),
      login: this.login(),
      routes: this.routes,
      place: () => this.place,
      onRefused: () => this.context.count('streamers-refused' satisfies StatName),
      log,
    });
    this.relays = new Relays(context.localSocket(`${context.name}.relay`));
    this.asked = { relays: this.relays, streamers: () => this.reception.all() };
    this.status = new Status({ ...this.asked, secure, url: () => this.url });
    this.mostRelays = Math.max(1, Math.floor((openFiles - SPARE) / RELAY_DESCRIPTORS));
    this.entrance = new Entrance({
      port: properties.port,
      properties: entranceValues(properties),
      maxConnections: Math.max(1, openFiles - SPARE),
      halfOpen: true,
      host: context,
      onArrival: (arrival) => this.arrived(arrival),
      onOpen: (port) => this.listens(port, secure),
    });
  }

  /**
   * Begins to take streamers and clients; a port that cannot be had is shown as a message and tried again.
   * @throws Error when the private socket or the certificate cannot be used.
   */
  async start(): Promise<void> {
    for (const [name, { kind }] of Object.entries(declaration.stats))
      if (kind === 'counter') this.context.count(name, 0);
    await this.reception.open();
    await this.relays.begin();
    await this.entrance.open();
    this.tick();
    this.ticker = setInterval(() => this.tick(), 1000);
  }

  /** Frees the port and lets the streamers go; whoever was handed to one stays there, but for TLS. */
  stop(): void {
    clearInterval(this.ticker);
    this.entrance.close();
    this.reception.close();
    this.relays.close();
    this.connections.close();
  }

  private login(): { username: string; password: string } | undefined {
    const { username, password, 'require-password': required } = this.context.properties;
    if (!required) return undefined;
    if (username === undefined || password === undefined) {
      this.context.message({
        level: 'warning',
        id: 'random-login',
        text: 'username or password is not given, so it is a random one and no streamer can register',
        advice:
          'Give both, and the same to the streamers as porter-username and porter-password; or set require-password to false.',
      });
    }
    const random = (): string => randomBytes(9).toString('base64url');
    return { username: username ?? random(), password: password ?? random() };
  }

  private listens(port: number, secure: boolean): void {
    const {
      'iptables-port': shown = port,
      'external-interface': external,
      interface: own,
    } = this.context.properties;
    const host = external ?? own;
    this.place = { port: shown, secure, ...(host === undefined ? {} : { host }) };
    this.url = this.entrance.url(shown, '/');
    this.context.stat('porter-url' satisfies StatName, this.url);
    this.context.log.info(`listening on port ${port}, ${this.url}`);
    this.reception.announce();
  }

  private arrived({ socket, address, secure }: Arrival): void {
    this.connections.read(socket, address, (event) => {
      if (secure) socket.pause();
      else stopReading(socket);
      this.answer(socket, address, secure, event).catch(() => socket.destroy());
    });
  }

  private async answer(socket: Socket, peer: string, secure: boolean, event: HeadEvent): Promise<void> {
    const head = 'text' in event ? parseHead(event.text) : event;
    if (!('method' in head) || !('text' in event)) {
      const { status = 400, reason = '' } = 'reason' in head ? head : {};
      this.refuse(socket, peer, undefined, { status, reason, stat: 'refused-invalid' });
      return;
    }
    const address = this.entrance.client(peer, head.fields.get('x-forwarded-for'));
    const data = Buffer.concat([Buffer.from(event.text, 'latin1'), event.rest]);
    const caller: Caller = { socket, address, secure, head, data };
    if (head.path === OF_THE_SERVER) {
      this.tellMethods(caller);
      return;
    }
    const found = this.routes.find(head.path) ?? this.routes.find(mountMeant(head));
    if (found === undefined && this.context.properties['status-page'] && isForStatus(head))
      await this.tellStatus(caller, peer);
    else if (found === undefined && isForAll(head)) await this.tellAdmin(caller, peer);
    else if (found === undefined)
      this.turnAway(caller, performance.now() - this.since < SETTLING ? 'settling' : 'unknown');
    else if (found === 'away') this.turnAway(caller, 'away');
    else if (found.isFull) this.turnAway(caller, 'overload');
    else if (secure) await this.relay(caller, found);
    else this.hand(caller, found);
  }

  /** The streamer gets the client's own connection; nothing of it goes through here any more. */
  private hand(caller: Caller, streamer: Streamer): void {
    const { socket, address, data } = caller;
    streamer.hand({
      connection: socket,
      address,
      secure: false,
      data,
      onTaken: () => this.context.count('clients-handed' satisfies StatName),
      onFailed: () => this.turnAway(caller, 'overload'),
    });
  }

  private async relay(caller: Caller, streamer: Streamer): Promise<void> {
    const { socket, address, data } = caller;
    const relays = this.relays;
    if (relays.size >= this.mostRelays) {
      this.turnAway(caller, 'overload');
      return;
    }
    const { near, far } = await relays.pair();
    streamer.hand({
      connection: far,
      address,
      secure: true,
      data,
      onTaken: () => {
        this.context.count('clients-handed' satisfies StatName);
        relays.join(socket, near);
      },
      onFailed: () => {
        far.destroy();
        near.destroy();
        this.turnAway(caller, 'overload');
      },
    });
  }

  /** Figures of all streamers, for paths that lie outside all of theirs. */
  private async tellStatus({ socket, address, secure, head }: Caller, peer: string): Promise<void> {
    const byTls = this.entrance.isSecure(peer, secure, head.fields.get('x-forwarded-proto'));
    const { contentType, body } = await this.status.form(head, byTls);
    const fields = {
      'Content-Type': `${contentType}; charset=utf-8`,
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
    };
    const text = answerHead(head.version, 200, fields);
    this.connections.answer(socket, text, head.method === 'GET' ? Buffer.from(body) : undefined);
    this.log.add(this.log.opening({ address, head }, 200), text.length + body.length, 0, 'done');
  }

  /** Figures of all streamers for who logs in there, which each of them has to judge. */
  private async tellAdmin(caller: Caller, peer: string): Promise<void> {
    if (this.asking >= MOST_ASKING) {
      this.turnAway(caller, 'overload');
      return;
    }
    const { socket, address, head } = caller;
    const secure = this.entrance.isSecure(peer, caller.secure, head.fields.get('x-forwarded-proto'));
    this.asking++;
    const answer = await adminAnswer(this.asked, head, { address, secure }).finally(() => this.asking--);
    if (!answer) {
      this.turnAway(caller, 'unknown');
      return;
    }
    this.connections.answer(socket, answer.text);
    this.log.add(this.log.opening({ address, head }, answer.status), answer.text.length, 0, 'done');
  }

  /** What the server as a whole can do is a question to no streamer. */
  private tellMethods({ socket, address, head }: Caller): void {
    const text = answerHead(head.version, 204, { Allow: METHODS });
    this.connections.answer(socket, text);
    this.log.add(this.log.opening({ address, head }, 204), text.length, 0, 'done');
  }

  private turnAway({ socket, address, head }: Caller, why: keyof typeof REFUSALS): void {
    this.refuse(socket, address, head, REFUSALS[why]);
  }

  private refuse(
    socket: Socket,
    address: string,
    head: RequestHead | undefined,
    { status, reason, retry, stat }: Refusal,
  ): void {
    const fields = retry === undefined ? {} : { 'Retry-After': String(retry) };
    const text = answerText(head?.version ?? '1.0', status, reason, fields, head?.method !== 'HEAD');
    this.connections.answer(socket, text);
    this.context.count(stat);
    this.log.add(this.log.opening({ address, head }, status), text.length, 0, reason);
  }

  private tick(): void {
    this.connections.check();
    this.reception.check();
    this.log.tick();
    this.routes.forget(this.context.properties['remember-time']);
    const stats: Partial<Record<StatName, number>> = {
      'streamers-current': this.reception.size,
      'paths-away': this.routes.away,
      'relays-current': this.relays.size,
      'relayed-totalbytes': this.relays.sent,
    };
    for (const [name, value] of Object.entries(stats)) this.context.stat(name, value);
  }
}
