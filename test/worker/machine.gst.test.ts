import 'reflect-metadata';
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClockProvider } from '../../core/src/worker/clock-provider-process';
import { ElementChecker } from '../../core/src/worker/elements';
import { modesOf } from '../../core/src/gst/devices';
import { Folders } from '../../core/src/worker/folders';
import { Prober } from '../../core/src/worker/prober';
import { RunDir } from '../../core/src/worker/run-dir';
import { keepingLogger } from '../support/feed-ends';
import { alive } from '../support/job-rig';
import { waitUntil } from '../support/wait-until';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-machine-'));
const HOOK = join(__dirname, '../support/typescript-hook.cjs');

/** A program file that runs a process of the core out of its source. */
function program(name: string): string {
  const file = join(folder, `${name}.cjs`);
  const source = join(__dirname, '../../core/src/job', `${name}.ts`);
  writeFileSync(file, `require(${JSON.stringify(HOOK)});\nrequire(${JSON.stringify(source)});\n`);
  return file;
}

const programs = {
  job: '',
  clockProvider: program('clock-provider'),
  elementChecker: program('element-checker'),
  preview: program('preview'),
  deviceProbe: program('device-probe'),
};

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('absent elements are named, with the package to install where it is known', async () => {
  const checker = new ElementChecker({ programs });
  expect(await checker.missing(['fdsrc', 'videotestsrc', 'no-such-element'])).toEqual([
    { element: 'no-such-element' },
  ]);
  // What is there is not looked for again.
  const blind = jest.spyOn(checker as unknown as { ask: () => unknown }, 'ask');
  expect(await checker.missing(['fdsrc'])).toEqual([]);
  expect(blind).not.toHaveBeenCalled();
});

test('however many ask at once, one process looks at a time', async () => {
  const checker = new ElementChecker({ programs });
  const begun = jest.spyOn(checker as unknown as { begin: () => unknown }, 'begin');
  const first = checker.missing(['fdsrc']);
  await Promise.resolve();
  const rest = ['videotestsrc', 'not-there', 'fakesink', 'not-there-either'].map((name) =>
    checker.missing([name, 'fdsrc']),
  );
  expect(await first).toEqual([]);
  expect(await Promise.all(rest)).toEqual([
    [],
    [{ element: 'not-there' }],
    [],
    [{ element: 'not-there-either' }],
  ]);
  expect(begun).toHaveBeenCalledTimes(2);
});

describe('the time provider', () => {
  const { log, lines } = keepingLogger();
  let runDir: RunDir;

  beforeAll(async () => {
    runDir = await RunDir.open(join(folder, 'run'), log);
  });

  afterAll(async () => {
    await runDir.close();
  });

  /** Asks as GStreamer's network clock does: own time out, own time and the provider's time back, 64 bit each. */
  function ask(port: number): Promise<bigint> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      let asked = 0;
      const question = (): void => {
        if (++asked <= 40) {
          socket.send(Buffer.alloc(16), port, '127.0.0.1');
          return;
        }
        clearInterval(timer);
        socket.close();
        reject(new Error('no answer within 40 s'));
      };
      // Again and again, as the network clock does: who is not there yet does not hear.
      const timer = setInterval(question, 1000);
      socket.once('message', (answer) => {
        clearInterval(timer);
        socket.close();
        resolve(answer.readBigUInt64BE(8));
      });
      question();
    });
  }

  const pid = (): number =>
    Number(/process (\d+)/.exec(lines.findLast((line) => line.includes('time provider')) ?? '')?.[1]);

  let first: ClockProvider;
  beforeAll(() => {
    first = new ClockProvider({ programs }, runDir, log);
  });

  afterAll(() => first.stop());

  test('tells the monotonic clock, keeps its port over its death, outlives a worker, and ends', async () => {
    const port = await first.provide();
    expect(await first.provide()).toBe(port);
    const before = process.hrtime.bigint();
    const told = await ask(port);
    expect(told).toBeGreaterThan(before);
    expect(told).toBeLessThan(process.hrtime.bigint());

    const killed = pid();
    process.kill(killed, 'SIGKILL');
    await waitUntil(
      'a new process',
      () => pid() !== killed && lines.at(-1)?.includes('started') === true,
      10_000,
    );
    expect(await ask(port)).toBeGreaterThan(told);

    const kept = pid();
    const second = new ClockProvider({ programs }, runDir, log);
    expect(await second.provide()).toBe(port);
    expect(pid()).toBe(kept);

    await first.stop();
    await waitUntil('its end', () => !alive(kept));
  });

  test('takes another port when the wanted one is not free', async () => {
    const taken = createSocket('udp4');
    await new Promise<void>((resolve) => taken.bind(0, resolve));
    const provider = new ClockProvider({ programs }, runDir, log);
    try {
      const port = await provider.provide(taken.address().port);
      expect(port).not.toBe(taken.address().port);
      expect(await ask(port)).toBeGreaterThan(0n);
    } finally {
      taken.close();
      await provider.stop();
    }
  });
});

describe('a look at the machine', () => {
  const prober = new Prober({ programs }, new Folders({ browse: [folder] }));

  it('tells what is in a media file', async () => {
    const file = join(folder, 'film.ogg');
    const text =
      `oggmux name=muxer ! filesink location=${file} ` +
      'videotestsrc num-buffers=20 ! video/x-raw,width=64,height=48,framerate=10/1 ! theoraenc ! muxer. ' +
      'audiotestsrc num-buffers=90 ! vorbisenc ! muxer.';
    execFileSync('gst-launch-1.0', ['-q', ...text.split(' ')], { timeout: 60_000 });
    const { found, media } = await prober.probe('media-file', file);
    expect(found[0]?.values).toEqual({ width: 64, height: 48, framerate: [10, 1] });
    expect(media).toMatchObject({ video: true, audio: true, missing: [] });
    expect(media?.seconds).toBeCloseTo(2, 0);
  });

  it('says in words that a file holds no media', async () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'no media');
    await expect(prober.probe('media-file', file)).rejects.toMatchObject({
      code: 'probe-failed',
      message: expect.stringContaining('notes.txt') as string,
    });
  });

  it('tells of cameras and sources of sound without an error, whatever there is', async () => {
    for (const what of ['video', 'sound'] as const)
      expect((await prober.probe(what)).found).toBeInstanceOf(Array);
  });

  it('gives a source of sound as values of the sound card component', async () => {
    const env = { HOME: folder, XDG_RUNTIME_DIR: folder, PATH: process.env['PATH'] ?? '' };
    const socket = join(folder, 'pulse.socket');
    const load = [
      'module-null-sink sink_name=test',
      `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ];
    const args = ['-n', '--exit-idle-time=-1', '--disallow-exit', '--use-pid-file=no', '--daemonize=no'];
    const server = spawn('pulseaudio', [...args, ...load.flatMap((one) => ['-L', one])], {
      env,
      stdio: 'ignore',
    });
    // The process of the probe is started with the environment that Jest was started with.
    const deviceProbe = join(folder, 'heard.cjs');
    const setting = `process.env.PULSE_SERVER = ${JSON.stringify(`unix:${socket}`)};`;
    writeFileSync(deviceProbe, `${setting}\nrequire(${JSON.stringify(programs.deviceProbe)});\n`);
    const heard = new Prober({ programs: { ...programs, deviceProbe } }, new Folders({}));
    try {
      await waitUntil('the sound server listens', () => existsSync(socket), 20_000);
      const { found } = await heard.probe('sound');
      const values = { 'source-element': 'pulsesrc', device: 'test.monitor' };
      expect(found.map((one) => one.values)).toContainEqual(values);
    } finally {
      server.kill('SIGKILL');
    }
  });
});

test('modes are told of sizes and rates, the largest first', () => {
  const caps =
    'video/x-raw, format=(string)YUY2, width=(int)640, height=(int)480, framerate=(fraction){ 30/1, 15/1 }; ' +
    'image/jpeg, width=(int)1280, height=(int)720, framerate=(fraction)30000/1001; video/x-raw, width=(int)[ 1, 100 ]';
  expect(modesOf(caps).map(({ label }) => label)).toEqual([
    '1280 × 720, 29.97/s, JPEG',
    '640 × 480, 30/s',
    '640 × 480, 15/s',
  ]);
  expect(modesOf(caps)[0]?.values).toEqual({
    mime: 'image/jpeg',
    width: 1280,
    height: 720,
    framerate: [30000, 1001],
  });
});
