import 'reflect-metadata';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClockProvider } from '../../core/src/worker/clock-provider-process';
import { ElementChecker } from '../../core/src/worker/elements';
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
      const timer = setTimeout(() => {
        socket.close();
        reject(new Error('no answer within 2 s'));
      }, 2_000);
      socket.once('message', (answer) => {
        clearTimeout(timer);
        socket.close();
        resolve(answer.readBigUInt64BE(8));
      });
      socket.send(Buffer.alloc(16), port, '127.0.0.1');
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
