import { connect, type Socket } from 'node:net';
import type { Behaviour, FeedBuffer, FeedTags } from '@flumotion/core/plugin';
import { defaultValues } from '../../../test/support/default-values';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { declaration, type Properties } from '../src/declaration';

const behaviour = component.behaviour as unknown as Behaviour<Properties>;

/** The password of the tests. */
export const PASSWORD = 'hackme';

/** A field that gives name and password. */
export function login(password = PASSWORD, user = 'source'): string {
  return `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** What went into the pipeline. */
export interface Recorded {
  readonly caps: string[];
  readonly buffers: FeedBuffer[];
  readonly tags: FeedTags[];
}

/** A connection of a client. */
export interface Client {
  readonly socket: Socket;
  /** All that it was told. */
  said(): string;
  /** Waits for words. */
  hears(words: string): Promise<void>;
  /** Waits until the other end has closed the connection. */
  ends(): Promise<void>;
}

/** A running source-producer on a free port, without a pipeline. */
export class Rig {
  readonly recorded: Recorded = { caps: [], buffers: [], tags: [] };
  readonly context: FakeContext<Properties>;
  /** Why it waits, as it said last. */
  waits: string | undefined;
  private readonly clients: Socket[] = [];

  /** @param changes - to the context. */
  constructor(properties: Partial<Properties> = {}, changes: Partial<FakeContext<Properties>> = {}) {
    const values = {
      ...defaultValues(declaration.properties),
      port: 0,
      interface: '127.0.0.1',
      password: PASSWORD,
      ...properties,
    };
    const { recorded } = this;
    this.context = {
      ...fakeContext<Properties>(values),
      inlet: () => ({
        caps: (text) => void recorded.caps.push(text),
        buffer: (buffer) => void recorded.buffers.push(buffer),
        tags: (tags) => void recorded.tags.push(tags),
      }),
      waitFor: (reason) => {
        this.waits = reason;
      },
      ...changes,
    };
  }

  get port(): number {
    return Number(new URL(String(this.context.stats['source-url'])).port);
  }

  async start(): Promise<this> {
    await behaviour.start?.(this.context);
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.clients.splice(0)) socket.destroy();
    await behaviour.stop?.(this.context);
  }

  /** Connects and says something, lines joined by CRLF. */
  client(lines: readonly string[], port = this.port): Client {
    const socket = connect(port, '127.0.0.1');
    this.clients.push(socket);
    let said = '';
    let ended = false;
    socket.on('data', (data: Buffer) => void (said += data.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => (ended = true));
    socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
    return {
      socket,
      said: () => said,
      hears: (words) =>
        waitUntil(
          () => `${JSON.stringify(words)} in ${JSON.stringify(said)}`,
          () => said.includes(words),
        ),
      ends: () =>
        waitUntil(
          () => `the end after ${JSON.stringify(said)}`,
          () => ended,
        ),
    };
  }

  /** Connects as a source and waits until its stream is taken. */
  async source(...fields: readonly string[]): Promise<Client> {
    const before = Number(this.context.stats['connections']);
    const client = this.client(['SOURCE /live HTTP/1.0', login(), ...fields, '']);
    await this.figure('connections', before + 1);
    return client;
  }

  /** Waits for a figure. */
  figure(name: string, wanted: number | string): Promise<void> {
    return waitUntil(
      () => `${name} ${wanted} in ${JSON.stringify(this.context.stats)}`,
      () => this.context.stats[name] === wanted,
    );
  }
}

/** A second of silence as MP3: frames of MPEG-1, layer III, 32 kbit/s, 32 kHz. */
export function mp3(frames = 28): Buffer {
  const frame = Buffer.alloc(144);
  frame.writeUInt32BE(0xfffb18c4, 0);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** A page of Ogg, its checksum right. */
export function oggPage(body: Buffer, flags: number, granule: bigint, serial: number): Buffer {
  const head = Buffer.alloc(27);
  head.write('OggS');
  head.writeUInt8(flags, 5);
  head.writeBigInt64LE(granule, 6);
  head.writeUInt32LE(serial, 14);
  const sizes = [...Array<number>(Math.floor(body.length / 255)).fill(255), body.length % 255];
  head.writeUInt8(sizes.length, 26);
  const page = Buffer.concat([head, Buffer.from(sizes), body]);
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  page.writeUInt32LE(crc >>> 0, 22);
  return page;
}
