import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type {
  Behaviour,
  ComponentDefinition,
  FeedBuffer,
  FeedCaps,
  TapHandler,
} from '@flumotion/core/plugin';
import { defaultValues } from '../../../test/support/default-values';
import { dechunk } from '../../../test/support/dechunk';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { recordedFeed, type FeedItem } from '../../../test/support/recorded-feed';
import { waitUntil } from '../../../test/support/wait-until';
import { httpStreamer as component } from '../src';
import type { Properties } from '../src/declaration';
import { OggPage } from '../src/ogg';

/** A recorded feed of the folder `feeds`. */
export function feed(name: string): FeedItem[] {
  return recordedFeed(join(__dirname, 'feeds', `${name}.gdp`));
}

/** Caps, the stream headers and the rest of a recorded feed. */
export function parts(items: readonly FeedItem[]): {
  caps: FeedCaps;
  headers: Buffer;
  buffers: FeedBuffer[];
} {
  const caps = items.flatMap((item) => (item.kind === 'caps' ? [item.caps] : [])).at(-1);
  const buffers = items.flatMap((item) =>
    item.kind === 'buffer' && !item.buffer.header ? [item.buffer] : [],
  );
  if (!caps) throw new Error('the recorded feed has no caps');
  return { caps, headers: Buffer.concat(caps.streamHeader), buffers };
}

/** The same stream with other serial numbers, as a muxer that was started again would number it. */
export function reserialled({ caps, buffers }: ReturnType<typeof parts>): ReturnType<typeof parts> {
  const change = (data: Buffer): Buffer => {
    const copy = Buffer.from(data);
    for (const page of OggPage.all(copy)) page.move(page.serial ^ 0x5555, page.sequence);
    return copy;
  };
  const streamHeader = caps.streamHeader.map(change);
  return {
    caps: { ...caps, streamHeader },
    headers: Buffer.concat(streamHeader),
    buffers: buffers.map((buffer) => ({ ...buffer, data: change(buffer.data) })),
  };
}

/** A running http-streamer on a free port. */
export interface Rig {
  readonly context: FakeContext<Properties>;
  readonly tap: TapHandler;
  readonly port: number;
  /** Changes live properties. */
  change(properties: Partial<Properties>): Promise<void>;
  stop(): Promise<void>;
}

const running = new Set<Rig>();

/** Starts an http-streamer with these properties, others at their defaults. */
export function rig(
  properties: Partial<Properties> = {},
  prepare?: (context: FakeContext<Properties>) => void,
): Promise<Rig> {
  return rigOf(component, properties, prepare);
}

/** Starts a component of this package, as `rig` does. */
export async function rigOf(
  { spec: declaration, behaviour: hooks }: ComponentDefinition,
  properties: object = {},
  prepare?: (context: FakeContext<Properties>) => void,
): Promise<Rig> {
  const behaviour = hooks as Behaviour<Properties>;
  const values = {
    ...(defaultValues(declaration.properties ?? {}) as Properties),
    port: 0,
    interface: '127.0.0.1',
    'flush-interval': 0,
    ...properties,
  };
  const context = fakeContext<Properties>(values, 'streamer');
  prepare?.(context);
  await behaviour.start?.(context);
  const tap = context.taps.get('default');
  if (!tap) throw new Error('the component did not read its tap');
  const result: Rig = {
    context,
    tap,
    port: Number(/:(\d+)\//.exec(String(context.stats['stream-url']))?.[1]),
    change: async (changes) => {
      Object.assign(values, changes);
      for (const [name, value] of Object.entries(changes)) await behaviour.changed?.(context, name, value);
    },
    stop: async () => {
      running.delete(result);
      await behaviour.stop?.(context);
    },
  };
  running.add(result);
  return result;
}

/** Stops what a test has left running. */
export async function stopAll(): Promise<void> {
  for (const each of running) await each.stop();
  for (const client of clients) client.socket.destroy();
  clients.clear();
}

/** A client that keeps what it is sent. */
export interface Client {
  readonly socket: Socket;
  /** Everything received. */
  bytes(): Buffer;
  /** What came before the empty line, as text; empty until that has come. */
  head(): string;
  /** What came after the empty line, without the framing of chunks. */
  body(): Buffer;
  /** Whether the other end has closed. */
  closed(): boolean;
}

const clients = new Set<Client>();

/**
 * Connects and sends text, exactly as it is.
 * @param localAddress - where from, when that matters.
 */
export function send(port: number, text: string, localAddress = '127.0.0.1'): Client {
  const received: Buffer[] = [];
  let closed = false;
  const socket = connect({ port, host: '127.0.0.1', localAddress }, () => socket.write(text));
  socket.on('data', (data) => received.push(data));
  socket.on('error', () => undefined);
  socket.on('end', () => (closed = true));
  socket.on('close', () => (closed = true));
  const bytes = (): Buffer => Buffer.concat(received);
  const split = (): number => bytes().indexOf('\r\n\r\n');
  const client: Client = {
    socket,
    bytes,
    head: () => (split() < 0 ? '' : bytes().toString('latin1', 0, split())),
    body: () => {
      if (split() < 0) return Buffer.alloc(0);
      const body = bytes().subarray(split() + 4);
      return /\r\nTransfer-Encoding: chunked/.test(client.head()) ? dechunk(body).data : body;
    },
    closed: () => closed,
  };
  clients.add(client);
  return client;
}

/** Asks for a path with HTTP/1.1. */
export function get(port: number, path = '/', fields = ''): Client {
  return send(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: test\r\n${fields}\r\n`);
}

/** Asks and waits for the head of the answer. */
export async function answered(client: Client): Promise<Client> {
  await waitUntil('an answer', () => client.head() !== '');
  return client;
}

/** Waits until a client has got exactly this body, or at least begins with it. */
export async function gets(client: Client, body: Buffer): Promise<void> {
  await waitUntil(`${body.length} bytes of body`, () => client.body().length >= body.length).catch(
    () => undefined,
  );
  if (!client.body().subarray(0, body.length).equals(body)) {
    throw new Error(`expected ${body.length} bytes of body, got ${client.body().length}, of other content`);
  }
}
