import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { alive } from '../support/job-rig';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component, planet } from '../support/planets';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'porter-'));
let installation: Installation;
let plain: string;
let secure: string;

const login = { username: 'streamers', password: 'secret' };

function porter(name: string, port: number, properties: Record<string, string>): string {
  return component(name, 'porter', {
    properties: { ...login, port, interface: '127.0.0.1', 'socket-path': `${name}.socket`, ...properties },
  });
}

function slave(name: string, of: string, processes = 1): string {
  const properties = {
    processes,
    type: 'slave',
    'mount-point': `/${name}.ogg`,
    'burst-on-connect': 'true',
    'porter-socket-path': `${of}.socket`,
    'porter-username': login.username,
    'porter-password': login.password,
  };
  return component(name, 'http-streamer', { eat: { default: ['muxer'] }, properties });
}

function planetText(ports: readonly [number, number], cert: string, key: string): string {
  return planet(`  <atmosphere>
${porter('plain', ports[0], {})}
${porter('secure', ports[1], { 'tls-certificate': cert, 'tls-key': key })}
  </atmosphere>
  <flow name="default">
${component('audio', 'audiotest-producer', { properties: { samplerate: 16_000 } })}
${component('vorbis', 'vorbis-encoder', { eat: { default: ['audio'] } })}
${component('muxer', 'ogg-muxer', { eat: { default: ['vorbis'] } })}
${slave('one', 'plain')}
${slave('two', 'plain', 2)}
${slave('three', 'secure')}
  </flow>`);
}

/** Status that curl is answered with; 0 when nobody answers. */
async function status(url: string): Promise<number> {
  const options = ['-sk', '-m', '20', '-o', '/dev/null', '-w', '%{http_code}', '-I'];
  const asked = await run('curl', [...options, url]).catch((error: unknown) => error as { stdout: string });
  return Number(asked.stdout);
}

/** Seconds of sound that ffmpeg decodes of the first two. */
async function decoded(url: string): Promise<number> {
  const options = ['-v', 'error', ...(url.startsWith('https') ? ['-tls_verify', '0'] : [])];
  const output = ['-t', '2', '-f', 's16le', '-ac', '1', '-ar', '8000', '-'];
  const { stdout } = await run('ffmpeg', [...options, '-i', url, ...output], {
    encoding: 'buffer',
    timeout: 90_000,
  });
  return stdout.length / 16_000;
}

async function listening(url: string): Promise<Listener> {
  const listener = new Listener(url);
  await installation.until('the stream flows', () => listener.bytes > 2000, 20_000);
  return listener;
}

async function goesOn(listener: Listener): Promise<void> {
  const { bytes } = listener;
  await installation.until('more of the stream', () => listener.bytes > bytes + 2000, 20_000);
  expect(listener.ended).toBeUndefined();
}

/** Processes that a process has started. */
function childrenOf(pid: number): string[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return children.split(' ').filter((each) => each !== '');
}

beforeAll(async () => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost';
  await run('openssl', ['req', ...request.split(' '), '-out', cert, '-keyout', key]);
  const ports = [await freePort(), await freePort()] as const;
  plain = `http://127.0.0.1:${String(ports[0])}`;
  secure = `https://127.0.0.1:${String(ports[1])}`;
  installation = await Installation.start({ planet: planetText(ports, cert, key) });
  installation.startWorker();
  await installation.mood('happy', undefined, 40_000);
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true });
});

test('streams of one port play, plain and encrypted, and show their public URL', async () => {
  const urls = [`${plain}/one.ogg`, `${plain}/two.ogg`, `${secure}/three.ogg`];
  for (const url of urls) expect(await decoded(url)).toBeCloseTo(2, 1);
  expect(await status(`${plain}/three.ogg`)).toBe(404);
  const { stats } = await installation.component('/default/three');
  expect(stats?.['stream-url']).toBe(`${secure}/three.ogg`);
});

test('a streamer that is killed is 503 until it is back, and its neighbours notice nothing', async () => {
  const neighbour = await listening(`${plain}/two.ogg`);
  const pid = await installation.pid('/default/one');
  const seen: number[] = [];
  const answers = (wanted: number): Promise<void> =>
    installation.until(
      `${String(wanted)} is answered`,
      async () => {
        seen.push(await status(`${plain}/one.ogg`));
        return seen.at(-1) === wanted;
      },
      40_000,
      () => seen.join(),
    );
  // While the worker stands still nobody starts it again: it may be back before anybody has looked.
  const worker = installation.workers.get('localhost');
  worker?.kill('SIGSTOP');
  try {
    process.kill(pid, 'SIGKILL');
    await answers(503);
  } finally {
    worker?.kill('SIGCONT');
  }
  await answers(200);
  expect(seen).not.toContain(404);
  await goesOn(neighbour);
  neighbour.close();
});

test('listeners outlive their porter, and the next one has all streamers', async () => {
  const listener = await listening(`${plain}/one.ogg`);
  const pid = await installation.pid('/atmosphere/plain');
  process.kill(pid, 'SIGKILL');
  await installation.until(
    'a new porter',
    async () => (await installation.pid('/atmosphere/plain')) !== pid,
    30_000,
  );
  const seen: number[] = [];
  for (const name of ['one', 'two']) {
    await installation.until(
      `${name} is served`,
      async () => {
        seen.push(await status(`${plain}/${name}.ogg`));
        return seen.at(-1) === 200;
      },
      30_000,
      () => seen.join(),
    );
  }
  expect(seen).not.toContain(404);
  await goesOn(listener);
  listener.close();
});

test('a streamer that is killed takes the processes that serve its listeners along', async () => {
  const listener = await listening(`${plain}/two.ogg`);
  const pid = await installation.pid('/default/two');
  const halls = (): string[] => childrenOf(pid);
  await installation.until('two processes serve', () => halls().length === 2, 40_000);
  const before = halls();
  process.kill(pid, 'SIGKILL');
  await installation.until('they are gone', () => before.every((each) => !alive(Number(each))), 20_000);
  await installation.until('the listener is told', () => listener.ended !== undefined, 20_000);
});
