import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testerCommand } from '../../core/src/cli/tester-command';
import { execute } from '../../core/src/cli/frame';
import type { TestReport } from '../../core/src/tester/tally';
import { gstStream, oggStream } from './gst-stream';
import { finished, splitPages } from './ogg-damage';

const stream = finished(oggStream(15, 8));
/** Pages of a good stream that has an end. */
export const pages = splitPages(stream).map((page) => page.bytes);

const mp3 = gstStream(
  'audiotestsrc num-buffers=150 wave=pink-noise ! audioconvert ! lamemp3enc target=bitrate bitrate=128 cbr=true ! filesink name=out',
);
const TITLE = Buffer.from("\x02StreamTitle='Some Title here';".padEnd(33, '\0'), 'latin1');

/** Pages with all headers and the first media of both tracks. */
const FIRST = 12;

/** Sends the first pieces at once, as streamers do, the others 20 ms apart, and ends when `ends`. */
export function live(response: ServerResponse, pieces: readonly Buffer[], ends = false): void {
  response.writeHead(200, { 'content-type': 'application/ogg' });
  response.write(Buffer.concat(pieces.slice(0, FIRST)));
  let next = FIRST;
  const timer = setInterval(() => {
    const piece = pieces[next++];
    if (piece) response.write(piece);
    else if (ends) response.end();
  }, 20);
  response.on('close', () => clearInterval(timer));
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/live': (response) => live(response, pages),
  '/damaged': (response) =>
    live(response, [...pages.slice(0, FIRST), Buffer.from('damage'), ...pages.slice(FIRST)]),
  '/lossy': (response) => live(response, [...pages.slice(0, FIRST), ...pages.slice(FIRST + 2)]),
  '/headers-only': (response) => live(response, pages.slice(0, 3)),
  '/ends': (response) => live(response, pages.slice(0, 10), true),
  '/breaks': (response) => {
    live(response, pages);
    setTimeout(() => response.destroy(), 150);
  },
  '/silent': (response) => response.writeHead(200, { 'content-type': 'application/ogg' }).flushHeaders(),
  '/mute': () => undefined,
  '/page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>player</p>'),
  '/full': (response) => response.writeHead(503).end('full'),
  '/moved': (response) => response.writeHead(302, { location: '/live' }).end(),
  '/circle': (response) => response.writeHead(302, { location: '/circle' }).end(),
  '/file': (response) =>
    response.writeHead(200, { 'content-type': 'video/ogg', 'content-length': stream.length }).end(stream),
  '/cut-file': (response) =>
    response
      .writeHead(200, { 'content-type': 'video/ogg', 'content-length': stream.length - 9 })
      .end(stream.subarray(0, -9)),
  '/bytes': (response) =>
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.alloc(100_000)),
  '/icy': (response, request) => {
    const media = mp3.subarray(0, 40_000);
    response.writeHead(200, {
      'content-type': 'audio/mpeg',
      ...(request.headers['icy-metadata'] === '1' && { 'icy-metaint': '8000' }),
    });
    if (request.headers['icy-metadata'] === '1')
      for (let at = 0; at < media.length; at += 8000)
        response.write(Buffer.concat([media.subarray(at, at + 8000), at === 0 ? TITLE : Buffer.alloc(1)]));
    else response.write(media);
  },
  '/bad-icy': (response) =>
    response
      .writeHead(200, { 'content-type': 'audio/mpeg', 'icy-metaint': '8000' })
      .write(Buffer.concat([mp3.subarray(0, 8000), Buffer.from('\x01no title at all!')])),
  '/flood': (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const more = (): void => {
      while (response.writable && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  },
};

/** A web server with good and bad streams, by path. */
export class StreamsServer {
  /** Answers that are under way. */
  open = 0;
  base = '';
  private readonly server: Server = createServer((request, response) => {
    this.open++;
    response.on('close', () => this.open--);
    ANSWERS[request.url ?? '']?.(response, request);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) =>
      this.server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve),
    );
    this.base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** What flumotion-tester printed, and its exit status. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs flumotion-tester in this process. */
export async function runTester(...args: readonly string[]): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const terminal = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
  };
  const status = await execute(testerCommand(terminal), args, terminal);
  const own = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { status: status || own, stdout, stderr };
}

/** Runs flumotion-tester against an address and reads its report. */
export async function testStream(
  url: string,
  ...args: readonly string[]
): Promise<TestReport & { status: number }> {
  const { status, stdout } = await runTester('--json', '--ramp-up', '0.1', ...args, url);
  return { ...(JSON.parse(stdout) as TestReport), status };
}
