import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Behaviour } from '@flumotion/core/plugin';
import {
  Connections,
  Entrance,
  entranceProperties,
  parseHead,
  type EntranceValues,
  type ServedPath,
} from '@flumotion/web';
import { adminXml, icecastStatus, STATUS_PATH } from '@flumotion/player-page';
import { defaultValues } from '../../../test/support/default-values';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { waitUntil } from '../../../test/support/wait-until';
import component from '../src';
import { declaration, type Properties } from '../src/declaration';

const behaviour = component.behaviour as unknown as Behaviour<Properties>;
const run = promisify(execFile);

/** Everything of one worker: a folder, porters and streamers. */
export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-porter-'));
  private readonly ends: (() => void)[] = [];

  /** Starts a porter; others of its properties are at their defaults. */
  async porter(properties: Partial<Properties> = {}): Promise<TestPorter> {
    const values = {
      ...defaultValues(declaration.properties),
      port: 0,
      interface: '127.0.0.1',
      'socket-path': 'flu-abcdef.socket',
      username: 'ann',
      password: 'secret',
      ...properties,
    };
    const context = fakeContext<Properties>(values, 'porter');
    context.localSocket = (name) => join(this.folder, name);
    await behaviour.start?.(context);
    const stop = (): void => void behaviour.stop?.(context);
    this.ends.push(stop);
    const port = Number(/:(\d+)\/$/.exec(String(context.stats['porter-url']))?.[1]);
    return { context, port, values, stop };
  }

  /** Starts a porter that speaks TLS. */
  async securePorter(): Promise<TestPorter> {
    const [certificate, key] = [join(this.folder, 'cert.pem'), join(this.folder, 'key.pem')];
    const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost';
    await run('openssl', ['req', ...request.split(' '), '-out', certificate, '-keyout', key]);
    return this.porter({ 'tls-certificate': certificate, 'tls-key': key });
  }

  /** Starts a streamer that answers with its name, the address it was told and what it was asked. */
  async streamer(name: string, options: StreamerOptions = {}): Promise<TestStreamer> {
    const context = fakeContext(values(options.properties), name);
    context.localSocket = (socket) => join(this.folder, socket);
    const connections = new Connections();
    const kept: Socket[] = [];
    const entrance = new Entrance({
      port: 0,
      properties: values(options.properties),
      ...(options.serves === undefined ? {} : { serves: options.serves }),
      maxConnections: 10,
      halfOpen: options.halfOpen === true,
      host: context,
      onArrival: ({ socket, address, secure }) => {
        connections.read(socket, address, (event) => {
          const head = parseHead('text' in event ? event.text : '');
          const rest = 'rest' in event ? event.rest.toString() : '';
          const target = 'target' in head ? head.target : '';
          if (target === STATUS_PATH && options.shows !== undefined) {
            socket.end(`HTTP/1.0 200 OK\r\n\r\n${figures(options.shows)}`);
            return;
          }
          if (options.admin !== undefined && target.startsWith('/admin/')) {
            const given = 'fields' in head ? head.fields.get('authorization') : undefined;
            const mayPass = given === `Basic ${Buffer.from(`admin:${options.admin}`).toString('base64')}`;
            const url = `http://${'fields' in head ? (head.fields.get('host') ?? '') : ''}/${name}`;
            socket.end(
              mayPass
                ? `HTTP/1.0 200 OK\r\n\r\n${adminXml(target, figures(url), [])}`
                : 'HTTP/1.0 401 Unauthorized\r\n\r\n',
            );
            return;
          }
          socket.write(
            `HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${name} ${secure ? 'secure ' : ''}${target} ${rest}\n`,
          );
          if (options.keeps) kept.push(socket);
          else socket.end(`for ${address}\n`);
        });
      },
      onOpen: (port) =>
        context.stat('url', entrance.url(port, values(options.properties)['mount-point'] ?? '/')),
    });
    await entrance.open();
    const stop = (): void => {
      entrance.close();
      for (const socket of kept) socket.destroy();
    };
    this.ends.push(stop);
    return { context, kept, stop };
  }

  close(): void {
    for (const end of this.ends) end();
    rmSync(this.folder, { recursive: true });
  }
}

interface StreamerOptions {
  readonly properties?: Partial<EntranceValues & { 'mount-point': string }>;
  readonly serves?: readonly ServedPath[];
  /** URL of the stream in its figures; without one it has none. */
  readonly shows?: string;
  /** Password of its administration; without one it answers there as anywhere. */
  readonly admin?: string;
  /** Whether it keeps its connections, as a live stream does. */
  readonly keeps?: boolean;
  /** Whether it goes on with who has closed its half. */
  readonly halfOpen?: boolean;
}

export interface TestPorter {
  readonly context: FakeContext<Properties>;
  readonly port: number;
  readonly values: Properties;
  stop(): void;
}

export interface TestStreamer {
  readonly context: FakeContext<unknown>;
  readonly kept: Socket[];
  stop(): void;
}

function values(
  given: StreamerOptions['properties'] = {},
): EntranceValues & { readonly 'mount-point'?: string } {
  return {
    ...defaultValues(entranceProperties),
    type: 'slave',
    'porter-socket-path': 'flu-abcdef.socket',
    'porter-username': 'ann',
    'porter-password': 'secret',
    ...given,
  };
}

function figures(url: string): string {
  const about = { name: 'é' };
  const source = { url, about, contentType: 'audio/mpeg', listeners: 3, peak: 4, bitrate: 128_000, since: 0 };
  return icecastStatus({ host: 'inside', began: 0 }, [source]);
}

/** What curl says of a URL, with the head of the answer before it. */
export async function curl(url: string, ...options: string[]): Promise<string> {
  const { stdout } = await run('curl', ['-sikm', '20', ...options, url]);
  return stdout;
}

/** Sends text and keeps the connection. */
export function talk(port: number, text: string): { readonly socket: Socket; readonly heard: () => string } {
  let heard = '';
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  socket.on('data', (data) => (heard += data.toString()));
  socket.on('error', () => undefined);
  return { socket, heard: () => heard };
}

/** Waits for a figure of a porter. */
export function figure(porter: TestPorter, name: string, value: number): Promise<void> {
  return waitUntil(
    () => `${name} is ${String(porter.context.stats[name])}, not ${value}`,
    () => porter.context.stats[name] === value,
  );
}
