import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../test/support/wait-until';
import { descriptor } from '../src/direct-write';
import { fanOutByNode, load, loadFanOut } from '../src/fan-out';

const { fanOut, notCompiled } = loadFanOut();
const NATIVE = join(__dirname, '../native');
const MODULES = join(__dirname, '../../../node_modules');

it('is compiled in a checkout', () => {
  expect(notCompiled).toBeUndefined();
  expect(fanOut).not.toBe(fanOutByNode);
});

describe.each([
  ['compiled', fanOut],
  ['by Node', fanOutByNode],
])('%s', (_, offer) => {
  let server: Server;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  async function pair(): Promise<{ ours: Socket; theirs: Socket; fd: number; got: () => string }> {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const theirs = connect((server.address() as { port: number }).port, '127.0.0.1');
    const [ours] = await accepted;
    sockets.push(ours, theirs);
    const received: Buffer[] = [];
    theirs.on('data', (data) => received.push(data)).on('error', () => undefined);
    ours.on('error', () => undefined);
    return { ours, theirs, fd: descriptor(ours), got: () => Buffer.concat(received).toString() };
  }

  it('gives the same bytes to as many as it is told, and says what the kernel took', async () => {
    const pairs = [await pair(), await pair(), await pair()];
    const sent = new Int32Array(4).fill(7);
    offer(
      Buffer.from('abc'),
      Int32Array.from(pairs, ({ fd }) => fd),
      2,
      sent,
    );
    expect([...sent]).toEqual([3, 3, 7, 7]);
    offer(Buffer.from('xd').subarray(1), Int32Array.of(pairs[2]!.fd), 1, sent);
    expect(sent[0]).toBe(1);
    await waitUntil('all', () => pairs.map(({ got }) => got()).join() === 'abc,abc,d');
  });

  it('does not wait for who is full, and says who is gone', async () => {
    const [full, gone, well] = [await pair(), await pair(), await pair()];
    full.theirs.pause();
    gone.theirs.resetAndDestroy();
    const { ours } = gone;
    await waitUntil('the reset', () => ours.destroyed);
    const fds = Int32Array.of(full.fd, gone.fd, well.fd);
    const sent = new Int32Array(3).fill(1);
    const data = Buffer.alloc(1 << 16, 'x');
    let taken = 0;
    for (let count = 0; count < 1000 && sent[0] !== 0; count++) {
      offer(data, fds, 3, sent);
      expect(sent[1]).toBe(-1);
      taken += sent[2] as number;
    }
    expect(sent[0]).toBe(0);
    await waitUntil('the bytes', () => well.got().length === taken);
  });
});

it('refuses what is not for it, before it writes anything', () => {
  const call = fanOut as (...given: unknown[]) => void;
  const [data, fds, sent] = [Buffer.from('x'), new Int32Array(2), new Int32Array(2)];
  for (const wrong of [
    [],
    [data, fds, 2],
    [data, fds, 3, sent],
    [data, fds, 2, new Int32Array(1)],
    [data, new Float64Array(2), 2, sent],
    [data, [1, 2], 2, sent],
    ['x', fds, 2, sent],
    [data, fds, 'two', sent],
  ])
    expect(() => call(...wrong)).toThrow(/^expected a Buffer, /);
});

it('says why it does not use what was compiled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-fan-out-'));
  const [none, garbage] = ['none.node', 'garbage.node'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(garbage, 'no program');
  try {
    expect(load(none)).toMatchObject({
      fanOut: fanOutByNode,
      notCompiled: expect.stringMatching(/Cannot find module/),
    });
    expect(load(garbage)).toMatchObject({
      fanOut: fanOutByNode,
      notCompiled: expect.stringMatching(/garbage\.node: /),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('its build', () => {
  let folder: string;
  let program: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flumotion fan-out '));
    program = join(folder, 'fan-out.node');
    cpSync(NATIVE, folder, { recursive: true, filter: (path) => !path.endsWith('.node') });
    symlinkSync(MODULES, join(folder, 'node_modules'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const build = (env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [join(folder, 'build.mjs')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
    });
  const files = (): string[] => readdirSync(folder).sort();
  const FILES = ['build.mjs', 'fan-out.c', 'node_modules'];

  it('compiles once, without a word', () => {
    expect(build()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(files()).toEqual([...FILES.slice(0, 2), 'fan-out.node', 'node_modules']);
    expect(load(program).notCompiled).toBeUndefined();
    // Nothing is left to do, so no compiler is missed.
    expect(build({ PATH: '' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('compiles again when the source is newer', () => {
    build();
    appendFileSync(join(folder, 'fan-out.c'), 'no C');
    utimesSync(join(folder, 'fan-out.c'), new Date(), new Date(Date.now() + 1000));
    expect(build()).toMatchObject({ status: 0, stderr: expect.stringMatching(/not compiled[^]*error:/) });
    expect(files()).toEqual(FILES);
  });

  it.each([
    ['garbage', () => Buffer.from('garbage')],
    ['half of it', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['what has no fanOut', () => Buffer.from('')],
  ])('replaces %s', (_, broken) => {
    build();
    writeFileSync(program, broken(readFileSync(program)));
    expect(build()).toMatchObject({ status: 0, stderr: '' });
    expect(load(program).notCompiled).toBeUndefined();
  });

  it('says what is missed where there is no compiler, and lets the installation go on', () => {
    const { status, stderr } = build({ PATH: '' });
    expect(status).toBe(0);
    expect(stderr).toMatch(/fan-out\.c is not compiled, listeners will cost a little more: .*ENOENT/);
    expect(files()).toEqual(FILES);
  });

  it('says how a compiler has ended that says nothing', () => {
    expect(build({ CC: 'false' }).stderr).toMatch(/: false ended with 1$/m);
    expect(files()).toEqual(FILES);
  });
});
