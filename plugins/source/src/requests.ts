import type { Socket } from 'node:net';
import {
  answerHead,
  answerText,
  parseHead,
  withForm,
  type AccessLog,
  type Admissions,
  type Arrival,
  type BadHead,
  type Connections,
  type Entrance,
  type Fields,
  type HeadEvent,
  type RequestHead,
} from '@flumotion/web';
import type { StatName } from './declaration';
import { isSupported, SUPPORTED } from './formats/recognise';
import { framingOf } from './framing';
import type { Visitor } from './source';
import { songOf, streamWords, type Song } from './words';

/** What answering needs of the rest. */
export interface Desk {
  readonly connections: Connections;
  readonly admissions: Admissions<true>;
  readonly log: AccessLog;
  readonly mount: string;
  readonly client: Entrance['client'];
  count(stat: StatName): void;
  /** Whether a client sends at the moment, so that there is no place for another. */
  busy(): boolean;
  /** Takes a stream. @param head of its request, without secrets. */
  begin(visitor: Visitor, head: RequestHead): void;
  /** Takes what plays. @returns false when no client sends. */
  plays(song: Song): boolean;
}

/** A request that is not done. */
interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly fields?: Fields;
  readonly stat: StatName;
}

/** Ways to send a stream; POST is what ffmpeg does where it is not told otherwise. */
const SENDING = ['PUT', 'POST', 'SOURCE'];
/** What clients of libshout look for before they choose a way; where POST is named they put metadata into a body. */
const ALLOWED = 'PUT, SOURCE, GET, OPTIONS';
/** Paths at which clients say what plays. */
export const METADATA = ['/admin/metadata', '/admin.cgi'];
const IN_USE: Refusal = {
  status: 409,
  reason: 'another client sends to this mount point; try again when it has gone',
  fields: { 'Retry-After': '10' },
  stat: 'refused-in-use',
};

/** Answers the request of each new connection. */
export class Requests {
  constructor(private readonly desk: Desk) {}

  /** Takes a new connection. */
  take({ socket, address }: Arrival): void {
    this.desk.connections.read(socket, address, (event) => {
      // What comes before it is decided who reads it would be lost.
      socket.pause();
      this.answer(socket, address, event).catch(() => socket.destroy());
    });
  }

  /**
   * Takes the stream of an admitted request, or refuses it.
   * @param given - what the judge gave.
   * @param taken - what the client is answered when its stream is taken.
   */
  accept(
    socket: Socket,
    address: string,
    head: RequestHead,
    given: Pick<Visitor, 'duration' | 'user' | 'enter'>,
    rest: Buffer,
    taken?: string,
  ): void {
    const contentType = head.fields.get('content-type') ?? '';
    const framing = framingOf(head);
    const coding = head.fields.get('content-encoding') ?? 'identity';
    const refusal = this.unfit(contentType, coding, framing) ?? (this.desk.busy() ? IN_USE : undefined);
    if (refusal || !('body' in framing)) {
      if (refusal) this.refuse(socket, address, head, refusal);
      return;
    }
    if (socket.destroyed) return;
    const { body, waits } = framing;
    socket.write(
      taken ?? (waits ? 'HTTP/1.1 100 Continue\r\n\r\n' : answerHead(head.version, 200, {})),
      'latin1',
    );
    const done = answerHead(head.version, 200, { 'Content-Length': '0' });
    const broken = answerText(head.version, 400, 'the stream cannot be read', {}, true);
    this.desk.begin(
      {
        socket,
        address,
        agent: head.fields.get('user-agent') ?? '',
        contentType,
        words: streamWords(head.fields),
        body,
        rest,
        answers: waits ? { done, broken } : { done: '', broken: '' },
        ...given,
      },
      hidden(head),
    );
  }

  private async answer(socket: Socket, peer: string, event: HeadEvent): Promise<void> {
    const read = 'text' in event ? readHead(event.text) : event;
    if (!('method' in read) || !('rest' in event)) {
      this.refuse(socket, peer, undefined, { ...(read as BadHead), stat: 'refused-invalid' });
      return;
    }
    const address = this.desk.client(peer, read.fields.get('x-forwarded-for'));
    const posted = read.method === 'POST' && METADATA.includes(read.path);
    const head = posted ? await withForm(this.desk.connections, socket, address, read, event.rest) : read;
    if (!('method' in head)) {
      this.refuse(socket, address, read, { ...head, stat: 'refused-invalid' });
      return;
    }
    if (head.method === 'OPTIONS') {
      this.desk.connections.answer(socket, answerHead(head.version, 204, { Allow: ALLOWED }));
      return;
    }
    const wrong = this.wrong(head);
    if (wrong) {
      this.refuse(socket, address, head, wrong);
      return;
    }
    // Who may send a stream may say what plays on it: a judge is always asked for the mount point.
    const asked = { ...withPass(head), path: this.desk.mount };
    const purpose = METADATA.includes(head.path) ? 'metadata' : 'source';
    const result = await this.desk.admissions.judge(asked, address, false, purpose);
    if ('status' in result) this.refuse(socket, address, head, { ...result, stat: 'refused-login' });
    else if (METADATA.includes(head.path)) this.metadata(socket, address, head);
    else this.accept(socket, address, head, result, event.rest);
  }

  /** What is wrong with a request, whoever sends it. */
  private wrong({ method, path, query }: RequestHead): Refusal | undefined {
    const stat = 'refused-invalid';
    if (METADATA.includes(path)) {
      if (method !== 'GET' && method !== 'POST')
        return { status: 405, reason: 'use GET', fields: { Allow: 'GET' }, stat };
      if (query.get('mode') !== 'updinfo') return { status: 400, reason: 'the mode has to be updinfo', stat };
      const mount = query.get('mount') ?? this.desk.mount;
      return mount === this.desk.mount ? undefined : notHere;
    }
    if (path !== this.desk.mount) return notHere;
    return SENDING.includes(method)
      ? undefined
      : {
          status: 405,
          reason: `a stream is sent here; use ${SENDING.join(', ')}`,
          fields: { Allow: SENDING.join(', ') },
          stat,
        };
  }

  private unfit(
    contentType: string,
    coding: string,
    framing: ReturnType<typeof framingOf>,
  ): Refusal | undefined {
    if ('status' in framing) return { ...framing, stat: 'refused-invalid' };
    if (coding.toLowerCase() !== 'identity')
      return {
        status: 415,
        reason: 'a stream cannot be taken packed; send it without Content-Encoding',
        fields: { 'Accept-Encoding': 'identity' },
        stat: 'refused-invalid',
      };
    if (isSupported(contentType)) return undefined;
    const types = SUPPORTED.join(', ');
    return {
      status: 415,
      reason: `this content type cannot be taken; send one of ${types}`,
      fields: { Accept: types },
      stat: 'refused-invalid',
    };
  }

  private metadata(socket: Socket, address: string, head: RequestHead): void {
    const song = songOf(head.target);
    const refusal: Refusal | undefined = !song
      ? {
          status: 400,
          reason: 'it does not say what plays: song, or title and artist',
          stat: 'refused-invalid',
        }
      : this.desk.plays(song)
        ? undefined
        : { status: 404, reason: 'no client sends a stream at the moment', stat: 'refused-invalid' };
    if (refusal) {
      this.refuse(socket, address, head, refusal);
      return;
    }
    const body =
      '<?xml version="1.0"?>\n<iceresponse><message>Metadata update successful</message><return>1</return></iceresponse>\n';
    const answer = answerHead(head.version, 200, {
      'Content-Type': 'text/xml',
      'Content-Length': String(body.length),
    });
    this.desk.connections.answer(socket, answer + body);
    this.log(address, head, 200, 'metadata');
  }

  private refuse(socket: Socket, address: string, head: RequestHead | undefined, refusal: Refusal): void {
    const { status, reason, fields = {}, stat } = refusal;
    const text = answerText(head?.version ?? '1.0', status, reason, fields, head?.method !== 'HEAD');
    this.desk.connections.answer(socket, text);
    this.desk.count(stat);
    this.log(address, head, status, reason);
  }

  private log(address: string, head: RequestHead | undefined, status: number, reason: string): void {
    this.desk.log.add(this.desk.log.opening({ address, head: head && hidden(head) }, status), 0, 0, reason);
  }
}

const notHere: Refusal = {
  status: 404,
  reason: 'there is no mount point of this name',
  stat: 'refused-invalid',
};

/** Reads the head of a request; old clients call their version ICE/1.0. */
function readHead(text: string): RequestHead | BadHead {
  return parseHead(text.replace(/^(SOURCE [^\r\n]*) ICE\/1\.\d(?=\r?\n)/, '$1 HTTP/1.0'));
}

/** A head with the password in its URL, as clients of SHOUTcast put it there, as any other has it. */
function withPass(head: RequestHead): RequestHead {
  const pass = head.path === '/admin.cgi' ? head.query.get('pass') : null;
  if (pass === null || head.fields.has('authorization')) return head;
  return { ...head, fields: new Map([...head.fields, ['authorization', authorizationOf(pass)]]) };
}

/** The field by which a password of SHOUTcast is judged as any other; it may have a name before a colon. */
export function authorizationOf(pass: string): string {
  const login = pass.includes(':') ? pass : `source:${pass}`;
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

/** A head without the password in its URL, for the log. */
function hidden(head: RequestHead): RequestHead {
  return { ...head, target: head.target.replaceAll(/([?&]pass=)[^&#]*/gi, '$1***') };
}
