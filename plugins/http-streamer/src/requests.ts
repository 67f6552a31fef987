import type { Socket } from 'node:net';
import {
  answerHead,
  answerText,
  parseHead,
  requestOf,
  type AccessLog,
  type Admission,
  type Admissions,
  type Arrival,
  type Asked,
  type Connections,
  type Fields,
  type HeadEvent,
  type Refusal,
  type RefusalStat,
  type RequestHead,
  type RequestPlugs,
  OF_THE_SERVER,
  withForm,
} from '@flumotion/web';
import type { Beside } from './beside';
import type { MetadataRequests } from './metadata-request';
import type { Stream } from './stream';

/** Starts a listener on a connection whose request was admitted. */
export type Begin = (
  socket: Socket,
  head: RequestHead,
  address: string,
  admission: Admission<Stream>,
) => void;

/** What answering needs of the rest. */
export interface Desk {
  readonly connections: Connections;
  readonly admissions: Admissions<Stream>;
  readonly log: AccessLog;
  /** Told of requests that have ended as soon as they were answered. */
  readonly plugs: Pick<RequestPlugs, 'tell'>;
  readonly mount: () => string;
  readonly count: (stat: RefusalStat) => void;
  /** Address of the client, given that of the connection and the X-Forwarded-For field. */
  readonly client: (address: string, forwarded: string | undefined) => string;
  /** Whether the client of a connection speaks TLS, given its address and X-Forwarded-Proto. */
  readonly secure: (arrival: Arrival, forwarded: string | undefined) => boolean;
  readonly begin: Begin;
  /** Header fields of the answer that gives a stream. */
  readonly fields: (head: RequestHead, stream: Stream) => Fields;
  /** Answers requests that name what plays. */
  readonly metadata: Pick<MetadataRequests, 'takes' | 'answer'>;
  readonly beside: Pick<Beside, 'has' | 'isLogged' | 'answer'>;
}

const METHODS = 'GET, HEAD, OPTIONS';
/** What pages of other sites may ask here. */
const PREFLIGHT: Fields = {
  Allow: METHODS,
  'Access-Control-Allow-Methods': METHODS,
  'Access-Control-Allow-Headers': 'Icy-MetaData, Authorization',
};

/** Answers the request of each new connection. */
export class Requests {
  constructor(private readonly desk: Desk) {}

  /** Takes a new connection. */
  take(arrival: Arrival): void {
    const { socket, address } = arrival;
    this.desk.connections.read(socket, address, (event) => {
      this.answer(arrival, event).catch(() => socket.destroy());
    });
  }

  private async answer(arrival: Arrival, event: HeadEvent): Promise<void> {
    const { socket, address: peer } = arrival;
    const head = 'text' in event ? parseHead(event.text) : event;
    if (!('method' in head)) {
      this.refuse(socket, peer, undefined, { ...head, fields: {}, stat: 'refused-invalid' });
      return;
    }
    const address = this.desk.client(peer, head.fields.get('x-forwarded-for'));
    const posted = head.method === 'POST' && this.desk.metadata.takes(head);
    const rest = 'rest' in event ? event.rest : Buffer.alloc(0);
    const read = posted ? await withForm(this.desk.connections, socket, address, head, rest) : head;
    if (!('method' in read)) {
      this.refuse(socket, address, head, { ...read, fields: {}, stat: 'refused-invalid' });
      return;
    }
    const named = this.desk.metadata.answer(read, address);
    if (named) {
      const { status, fields, body, reason, stat } = await named;
      const text = answerHead(head.version, status, fields) + body;
      this.whole(socket, { address, head }, status, text, [stat ?? 'done', reason]);
      if (stat) this.desk.count(stat);
      return;
    }
    const invalid = this.invalid(head);
    if (invalid) {
      this.refuse(socket, address, head, invalid);
      return;
    }
    if (head.method === 'OPTIONS') {
      this.short(socket, { address, head }, 204, PREFLIGHT);
      return;
    }
    if (head.path !== this.desk.mount()) {
      const secure = this.desk.secure(arrival, head.fields.get('x-forwarded-proto'));
      await this.beside(socket, address, head, secure);
      return;
    }
    const listens = head.method === 'GET';
    const result = await this.desk.admissions.judge(head, address, listens);
    if ('status' in result) this.refuse(socket, address, head, result);
    else if (!listens)
      this.short(socket, { address, head, user: result.user }, 200, this.desk.fields(head, result.given));
    else if (socket.destroyed) this.desk.admissions.leave(address);
    else this.desk.begin(socket, head, address, result);
  }

  private invalid(head: RequestHead): Refusal | undefined {
    if (head.path === OF_THE_SERVER) return undefined;
    if (head.path !== this.desk.mount() && !this.desk.beside.has(head.path)) {
      return { status: 404, reason: 'there is no stream of this name', fields: {}, stat: 'refused-invalid' };
    }
    if (!METHODS.split(', ').includes(head.method)) {
      return { status: 405, reason: `use ${METHODS}`, fields: { Allow: METHODS }, stat: 'refused-invalid' };
    }
    return undefined;
  }

  /** Answers what is beside the stream: open to all, and no listener. */
  private async beside(socket: Socket, address: string, head: RequestHead, secure: boolean): Promise<void> {
    const { beside, connections, log } = this.desk;
    const answer = await beside.answer(head, secure);
    if (!answer) throw new Error('nothing is answered here');
    const { status, fields, body } = answer;
    const length = status === 304 ? {} : { 'Content-Length': String(body.length) };
    const sent = head.method === 'HEAD' ? undefined : body;
    connections.answer(socket, answerHead(head.version, status, { ...fields, ...length }), sent);
    if (beside.isLogged(head.path))
      log.add(log.opening({ address, head }, status), sent?.length ?? 0, 0, 'page');
  }

  /** Answers a request for words about the stream, which is in the log as any other. */
  private short(socket: Socket, asked: Asked & { head: RequestHead }, status: number, fields: Fields): void {
    const text = answerHead(asked.head.version, status, fields);
    this.whole(socket, asked, status, text, ['done', `answered ${asked.head.method}`]);
  }

  private refuse(socket: Socket, address: string, head: RequestHead | undefined, refusal: Refusal): void {
    const { status, reason, fields, stat, user } = refusal;
    const text = answerText(head?.version ?? '1.0', status, reason, fields, head?.method !== 'HEAD');
    this.whole(socket, { address, head, user }, status, text, [stat, reason]);
    this.desk.count(stat);
  }

  private whole(
    socket: Socket,
    asked: Asked,
    status: number,
    text: string,
    [reason, detail]: readonly [reason: string, detail: string],
  ): void {
    this.desk.connections.answer(socket, text);
    const opening = this.desk.log.opening(asked, status);
    if (!opening) return;
    this.desk.log.add(opening, text.length, 0, `${reason}: ${detail}`);
    const request = requestOf(asked.head, asked.address, asked.user, status);
    this.desk.plugs.tell('http_session_completed', request, text.length, 0, { reason, detail });
  }
}
