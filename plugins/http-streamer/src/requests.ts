import type { Socket } from 'node:net';
import type { AccessLog } from './access-log';
import type { Admission, Admissions, Refusal } from './admission';
import { answerHead, answerText, streamFields, type Fields } from './answer';
import type { StatName } from './declaration';
import type { Connections, HeadEvent } from './connections';
import { parseHead, type RequestHead } from './head';

/** Starts a listener on a connection whose request was admitted. */
export type Begin = (socket: Socket, head: RequestHead, address: string, admission: Admission) => void;

/** What answering needs of the rest. */
export interface Desk {
  readonly connections: Connections;
  readonly admissions: Admissions;
  readonly log: AccessLog;
  readonly mount: () => string;
  readonly count: (stat: StatName) => void;
  readonly begin: Begin;
  /** Header fields that plugs set for the answer to a request. */
  readonly fields: (head: RequestHead) => Fields;
}

const METHODS = 'GET, HEAD, OPTIONS';

/** Answers the request of each new connection. */
export class Requests {
  constructor(private readonly desk: Desk) {}

  /** Takes a new connection. */
  take(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress);
    this.desk.connections.read(socket, (event) => {
      this.answer(socket, address, event).catch(() => socket.destroy());
    });
  }

  private async answer(socket: Socket, address: string, event: HeadEvent): Promise<void> {
    const head = 'text' in event ? parseHead(event.text) : event;
    if (!('method' in head)) {
      this.refuse(socket, address, undefined, { ...head, fields: {}, stat: 'refused-invalid' });
      return;
    }
    const invalid = this.invalid(head);
    if (invalid) {
      this.refuse(socket, address, head, invalid);
      return;
    }
    if (head.method === 'OPTIONS') {
      this.short(socket, head, 204, { Allow: METHODS, 'Access-Control-Allow-Methods': METHODS });
      return;
    }
    const listens = head.method === 'GET';
    const result = await this.desk.admissions.judge(head, address, listens);
    if ('status' in result) this.refuse(socket, address, head, result);
    else if (!listens)
      this.short(socket, head, 200, { ...streamFields(result.stream), ...this.desk.fields(head) });
    else if (socket.destroyed) this.desk.admissions.leave(address);
    else this.desk.begin(socket, head, address, result);
  }

  private invalid(head: RequestHead): Refusal | undefined {
    if (head.path !== this.desk.mount()) {
      return { status: 404, reason: 'there is no stream of this name', fields: {}, stat: 'refused-invalid' };
    }
    if (!METHODS.split(', ').includes(head.method)) {
      return { status: 405, reason: `use ${METHODS}`, fields: { Allow: METHODS }, stat: 'refused-invalid' };
    }
    return undefined;
  }

  private short(socket: Socket, head: RequestHead, status: number, fields: Fields): void {
    this.desk.connections.answer(socket, answerHead(head.version, status, fields));
  }

  private refuse(
    socket: Socket,
    address: string,
    head: RequestHead | undefined,
    refusal: Omit<Refusal, never>,
  ): void {
    const { status, reason, fields, stat } = refusal;
    const text = answerText(head?.version ?? '1.0', status, reason, fields, head?.method !== 'HEAD');
    this.desk.connections.answer(socket, text);
    this.desk.count(stat);
    this.desk.log.add(this.desk.log.opening({ address, head }, status), text.length, 0, reason);
  }
}

/** An address as people write it: IPv4 also where a socket for both kinds shows it inside IPv6. */
export function plainAddress(address: string | undefined): string {
  return (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');
}
