import type { Socket } from 'node:net';
import type { Relays } from './relays';
import type { Streamer } from './streamer';

/** Milliseconds a streamer has for its answer; who is slower is left out. */
const DEADLINE = 2000;
/** Most bytes of one answer. */
const MOST_BYTES = 256 * 1024;
/** Most streamers that are asked. */
const MOST_STREAMERS = 200;

/** Who is asked, and over what. */
export interface Asked {
  readonly relays: Pick<Relays, 'pair'>;
  /** Those who are registered. */
  readonly streamers: () => Iterable<Pick<Streamer, 'hand' | 'isFull'>>;
}

/** What streamers are asked, as they are asked by a client. */
export interface Question {
  /** The whole request, of HTTP/1.0: the answer ends with its connection. */
  readonly data: Buffer;
  /** Address of who asks, as they are told. */
  readonly address: string;
  /** Whether it came by TLS, as they are told. */
  readonly secure: boolean;
}

/** What a streamer says; status 0 when it did not answer in time, or said too much. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const NOTHING: Answer = { status: 0, body: '' };

/** Asks each streamer as a client would ask it, over a connection of the porter's own. */
export function askStreamers({ relays, streamers }: Asked, question: Question): Promise<readonly Answer[]> {
  const asked = [...streamers()].filter(({ isFull }) => !isFull).slice(0, MOST_STREAMERS);
  return Promise.all(asked.map((streamer) => askOne(relays, streamer, question).catch(() => NOTHING)));
}

async function askOne(
  relays: Asked['relays'],
  streamer: Pick<Streamer, 'hand'>,
  question: Question,
): Promise<Answer> {
  const { near, far } = await relays.pair();
  return new Promise((resolve) => {
    const done = (answer: Answer): void => {
      clearTimeout(late);
      near.destroy();
      resolve(answer);
    };
    const late = setTimeout(() => done(NOTHING), DEADLINE);
    gather(near, done);
    streamer.hand({
      connection: far,
      ...question,
      onTaken: () => undefined,
      onFailed: () => {
        far.destroy();
        done(NOTHING);
      },
    });
  });
}

/** Reads an answer to its end. */
function gather(socket: Socket, done: (answer: Answer) => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  socket.on('error', () => done(NOTHING));
  socket.on('data', (data: Buffer) => {
    parts.push(data);
    size += data.length;
    if (size > MOST_BYTES) done(NOTHING);
  });
  socket.once('end', () => {
    const text = Buffer.concat(parts).toString();
    const status = /^HTTP\/1\.[01] (\d{3}) /.exec(text)?.[1];
    const body = text.indexOf('\r\n\r\n');
    done(status === undefined || body < 0 ? NOTHING : { status: Number(status), body: text.slice(body + 4) });
  });
}
