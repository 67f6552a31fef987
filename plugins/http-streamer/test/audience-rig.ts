import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Reason } from '@flumotion/web';
import { Audience } from '../src/audience';
import { framedCopy } from '../src/framing';
import { Listener } from '../src/listener';
import { Ring } from '../src/ring';
import { Stream } from '../src/stream';
import { NO_TITLE } from '../src/title';
import type { Visit } from '../src/visit';

const HEAD = 'HEAD\r\n\r\n';
const NOBODY: Visit = {
  id: '',
  address: '127.0.0.1',
  user: undefined,
  agent: undefined,
  until: Infinity,
  ends: 'limit',
  opening: undefined,
  request: undefined,
};

/** A stream without headers; Ogg follows on Ogg, other types end. */
export function stream(mediaType = 'video/x-test'): Stream {
  return new Stream({ text: mediaType, mediaType, streamHeader: [] });
}

/** One who listens, at both ends. */
export interface Guest {
  readonly listener: Listener;
  /** The end of the client. */
  readonly client: Socket;
  /** What the client has got, without the head. */
  body(): string;
}

/** An audience, with listeners on connections of this machine. */
export class AudienceRig {
  readonly ring = new Ring();
  readonly left: { readonly listener: Listener; readonly why: Reason }[] = [];
  /** Done when one leaves. */
  onLeave: () => void = () => undefined;
  readonly audience = new Audience(
    this.ring,
    () => ({ maxLag: 60, timeout: 60 }),
    (listener, why) => {
      this.left.push({ listener, why });
      this.onLeave();
    },
  );
  private readonly server: Server = createServer({ allowHalfOpen: true });
  private readonly clients: Socket[] = [];
  private bytes = 0;
  now = stream();

  /** Adds a piece to the history and gives it to everybody. */
  play(text: string): void {
    this.push(text);
    this.audience.deliver();
  }

  /** Adds a piece to the history alone. */
  push(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    const { framed, data } = framedCopy([bytes], bytes.length);
    const keys = { fromFirstKey: data, fromLastKey: data };
    const at = performance.now();
    const chunk = { framed, data, at, stream: this.now, title: NO_TITLE, offset: this.bytes, ...keys };
    this.ring.push(chunk, { time: 0, size: 0 }, 60);
    this.bytes += data.length;
  }

  /** Lets one in, who begins with what is played next. */
  async admit(): Promise<Guest> {
    if (!this.server.listening) await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const { port } = this.server.address() as { port: number };
    const accepted = once(this.server, 'connection') as Promise<[Socket]>;
    const client = connect(port, '127.0.0.1');
    this.clients.push(client);
    const received: Buffer[] = [];
    client.on('data', (data) => received.push(data)).on('error', () => undefined);
    const [socket] = await accepted;
    socket.resume();
    const listener = new Listener(socket, this.audience, { ...NOBODY });
    this.audience.admit(listener);
    listener.begin(HEAD, this.now);
    return { listener, client, body: () => Buffer.concat(received).toString('latin1').slice(HEAD.length) };
  }

  /** Listeners in step. */
  get inStep(): number {
    return this.audience.inStep.data.size;
  }

  close(): void {
    this.audience.close();
    this.server.close();
    for (const client of this.clients) client.destroy();
  }
}
