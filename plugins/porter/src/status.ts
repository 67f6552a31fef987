import type { Socket } from 'node:net';
import type { RequestHead } from '@flumotion/web';
import {
  mergeStatus,
  originOf,
  STATUS_PATH,
  STATUS_PATHS,
  statusForm,
  type StatusForm,
} from '@flumotion/player-page';
import type { Relays } from './relays';
import type { Streamer } from './streamer';

/** Milliseconds a streamer has for its figures; who is slower is left out. */
const DEADLINE = 2000;
/** Milliseconds for which figures are good enough: many may ask, and each streamer is asked once. */
const FRESH = 1000;
/** Most bytes of one streamer's figures. */
const MOST_BYTES = 256 * 1024;
/** Most streamers that are asked. */
const MOST_STREAMERS = 200;

const REQUEST = Buffer.from(`GET ${STATUS_PATH} HTTP/1.0\r\nUser-Agent: porter\r\n\r\n`);

/** What the figures are taken from. */
export interface StatusParts {
  readonly relays: Pick<Relays, 'pair'>;
  /** Those who are registered. */
  readonly streamers: () => Iterable<Pick<Streamer, 'hand' | 'isFull'>>;
  /** Whether clients speak TLS here, as the streamers are told. */
  readonly secure: boolean;
  /** URL of this server, for a request that does not say by which it came. */
  readonly url: () => string;
}

/**
 * Icecast's figures of all streamers in one document. Each streamer is asked as a client would ask it, over a connection
 * of the porter's own.
 */
export class Status {
  private readonly began = Date.now();
  private known: { readonly at: number; readonly documents: Promise<readonly string[]> } | undefined;

  constructor(private readonly parts: StatusParts) {}

  /**
   * The figures in the form that was asked for. The streams are where the client found this server.
   * @param secure - whether it came by TLS.
   */
  async form(head: RequestHead, secure: boolean): Promise<StatusForm> {
    const origin = originOf(head, secure, new URL(this.parts.url()).origin);
    return statusForm(head.path, await this.document(origin), head.query);
  }

  private async document(origin: string): Promise<string> {
    const now = performance.now();
    if (!this.known || now - this.known.at >= FRESH) this.known = { at: now, documents: this.ask() };
    const { hostname: host } = new URL(origin);
    return mergeStatus({ host, began: this.began }, origin, await this.known.documents);
  }

  private async ask(): Promise<readonly string[]> {
    const asked = [...this.parts.streamers()].filter(({ isFull }) => !isFull).slice(0, MOST_STREAMERS);
    return Promise.all(asked.map((streamer) => this.askOne(streamer).catch(() => '')));
  }

  private async askOne(streamer: Pick<Streamer, 'hand'>): Promise<string> {
    const { near, far } = await this.parts.relays.pair();
    return new Promise((resolve) => {
      const done = (text: string): void => {
        clearTimeout(late);
        near.destroy();
        resolve(text);
      };
      const late = setTimeout(() => done(''), DEADLINE);
      gather(near, done);
      streamer.hand({
        connection: far,
        address: '127.0.0.1',
        secure: this.parts.secure,
        data: REQUEST,
        onTaken: () => undefined,
        onFailed: () => {
          far.destroy();
          done('');
        },
      });
    });
  }
}

/** Whether a request is for the figures. */
export function isForStatus({ path, method }: RequestHead): boolean {
  return STATUS_PATHS.includes(path) && (method === 'GET' || method === 'HEAD');
}

/** Reads an answer to its end and gives its body; nothing when it is none or too long. */
function gather(socket: Socket, done: (body: string) => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  socket.on('error', () => done(''));
  socket.on('data', (data: Buffer) => {
    parts.push(data);
    size += data.length;
    if (size > MOST_BYTES) done('');
  });
  socket.once('end', () => {
    const text = Buffer.concat(parts).toString();
    const body = text.indexOf('\r\n\r\n');
    done(/^HTTP\/1\.[01] 200 /.test(text) && body >= 0 ? text.slice(body + 4) : '');
  });
}
