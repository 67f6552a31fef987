import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { codecs, sound } from '../../../test/support/decode';
import { freePort } from '../../../test/support/free-port';
import { gstStream } from '../../../test/support/gst-stream';
import { SOURCE_PASSWORD, startIcecast, type IcecastServer } from '../../../test/support/icecast';
import { pitch } from '../../../test/support/media-content';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import icecast from '../src';

const FORMS = {
  ogg: ['-c:a', 'libvorbis', '-page_duration', '100000', '-f', 'ogg', '-content_type', 'application/ogg'],
  mp3: ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3', '-content_type', 'audio/mpeg'],
  aac: ['-c:a', 'aac', '-f', 'adts', '-content_type', 'audio/aac'],
} as const;
type Form = keyof typeof FORMS;

let folder: string;
let port: number;
let played: Played | undefined;
let fake: Server | undefined;
const processes: Pick<IcecastServer, 'kill'>[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-icecast-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  port = await freePort();
});
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  fake?.closeAllConnections();
  fake?.close();
  fake = undefined;
  await played?.stop();
  played = undefined;
});

/** A source client; it is started again where the server had crashed or did not take it, as a service manager does. */
class Source {
  private wanted = true;
  private process: TestProcess;

  constructor(private readonly form: Form) {
    this.process = this.begin();
  }

  kill(signal: NodeJS.Signals): void {
    this.wanted = false;
    this.process.kill(signal);
  }

  private begin(): TestProcess {
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=500:sample_rate=44100', ...FORMS[this.form]];
    const process = new TestProcess('ffmpeg', 'ffmpeg', [
      ...['-nostdin', '-v', 'error', '-re', ...tone],
      // It would send every 32 kB only.
      ...['-flush_packets', '1', '-password', SOURCE_PASSWORD, `icecast://127.0.0.1:${String(port)}/live`],
    ]);
    void process.ended.then(() => {
      if (this.wanted) this.process = this.begin();
    });
    return process;
  }
}

/** A real server with a source that plays a tone. */
async function serve(form: Form): Promise<IcecastServer> {
  const server = await startIcecast(join(folder, 'icecast'), port);
  processes.push(server, new Source(form));
  await waitUntil('the stream on the server', async () => {
    const status = await fetch(`http://127.0.0.1:${String(port)}/status-json.xsl`);
    return (await status.text()).includes('/live');
  });
  return server;
}

async function listen(properties: object = {}): Promise<Output> {
  const url = `http://127.0.0.1:${String(port)}/live`;
  played = await playComponent(icecast, { properties: { url, ...properties }, past: 100 });
  return played.output();
}

async function mood(wanted: string): Promise<void> {
  await waitUntil(wanted, () => played?.state.mood === wanted, 20_000).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(played?.state)}`);
  });
}

async function expectTimes(output: Output): Promise<void> {
  const times = output.times.filter((time) => time >= 0);
  expect(times.length).toBeGreaterThan(0);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  await played?.keepsUp(output, 6);
}

async function expectTone(output: Output, form: Form): Promise<void> {
  const file = join(folder, `heard.${form}`);
  writeFileSync(file, Buffer.concat([...(output.caps.at(-1)?.streamHeader ?? []), output.bytes()]));
  expect(await codecs(file)).toEqual([form === 'ogg' ? 'vorbis' : form]);
  const heard = await sound(file);
  expect(pitch(heard.samples.subarray(heard.rate / 5), heard.rate)).toBeCloseTo(500, -1);
}

test.each([
  ['ogg', /^application\/ogg/],
  ['mp3', /^audio\/mpeg, mpegversion=\(int\)1.*parsed=\(boolean\)true/],
  [
    'aac',
    /^audio\/mpeg, .*framed=\(boolean\)true.*mpegversion=\(int\)4|mpegversion=\(int\)4.*framed=\(boolean\)true/,
  ],
] as const)('%s comes in the time of the flow, and again after the server was away', async (form, caps) => {
  const output = await listen();
  await waitUntil('the complaint', () => played?.state.messages[0] !== undefined, 10_000);
  expect(played?.state.messages[0]?.text).toContain('refuses the connection');
  const server = await serve(form);
  await mood('happy');
  await output.have(12);
  expect(output.caps.at(-1)?.text).toMatch(caps);
  await expectTimes(output);
  await expectTone(output, form);

  for (const process of processes.splice(0)) process.kill('SIGKILL');
  await server.end();
  await mood('waking');
  const before = output.buffers.length;
  await serve(form);
  await mood('happy');
  await output.have(before + 12);
  await expectTimes(output);
  expect(played?.state.stats['connections']).toBe(2);
});

test('the title is a figure and a message, and passthrough keeps the pieces', async () => {
  await serve('mp3');
  const output = await listen({ passthrough: true });
  await mood('happy');
  const query = new URLSearchParams({ mount: '/live', mode: 'updinfo', song: 'Näme - title' });
  const login = Buffer.from(`admin:${SOURCE_PASSWORD}`).toString('base64');
  const said = await fetch(
    `http://127.0.0.1:${String(port)}/admin/metadata?${query.toString()}&charset=UTF-8`,
    {
      headers: { Authorization: `Basic ${login}` },
    },
  );
  expect(said.status).toBe(200);
  await waitUntil('the title', () => played?.state.stats['title'] === 'Näme - title', 15_000).catch(
    (error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(played?.state)}`);
    },
  );
  expect(played?.state.messages).toEqual([
    expect.objectContaining({ id: 'title', level: 'info', text: 'Now playing: Näme - title' }),
  ]);
  await waitUntil('the title in the feed', () => output.tags.at(-1)?.['title'] === 'Näme - title', 15_000);
  await output.have(5);
  await expectTone(output, 'mp3');
});

async function answerWith(
  handler: (response: ServerResponse, user: string | undefined) => void,
): Promise<void> {
  fake = createServer((request, response) => {
    handler(response, request.headers.authorization);
  });
  await new Promise<void>((resolve) => fake?.listen(port, '127.0.0.1', resolve));
}

test.each([
  [401, 'sad', 'wants another user or password'],
  [404, 'waking', 'has no stream /live'],
  [503, 'waking', 'status 503'],
])('status %d makes it %s', async (status, wanted, words) => {
  await answerWith((response) => response.writeHead(status).end());
  await listen({ user: 'me', password: 'secret words' });
  await waitUntil('the complaint', () => played?.state.messages[0] !== undefined, 10_000);
  expect(played?.state).toMatchObject({ mood: wanted, reason: expect.stringContaining(words) });
  expect(JSON.stringify([played?.state, played?.lines])).not.toContain('secret words');
});

test('user and password are sent, redirections followed, and what is no radio is told', async () => {
  const expected = `Basic ${Buffer.from('me:secret words').toString('base64')}`;
  let hops = 0;
  await answerWith((response, user) => {
    if (user !== expected) response.writeHead(401).end();
    else if (hops++ === 0) response.writeHead(302, { Location: '/other' }).end();
    else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>no radio</html>');
  });
  await listen({ user: 'me', password: 'secret words' });
  await mood('sad');
  expect(played?.state.reason).toContain('neither Ogg nor MP3 nor AAC, but text/html');
});

test('starting and stopping leaves nothing behind', async () => {
  const tone = gstStream('audiotestsrc num-buffers=50 ! lamemp3enc ! filesink name=out');
  await answerWith((response) => {
    response.writeHead(200, { 'Content-Type': 'audio/mpeg' });
    const timer = setInterval(() => response.write(tone), 50);
    response.on('close', () => clearInterval(timer));
  });
  await restartsCleanly(icecast, { properties: { url: `http://127.0.0.1:${String(port)}/live` } });
});
