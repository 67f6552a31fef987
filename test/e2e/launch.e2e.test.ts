import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codecs } from '../support/decode';
import { freePort } from '../support/free-port';
import { ROOT } from '../support/installation';
import { Listener } from '../support/listener';
import { processesWith } from '../support/marked-processes';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

describe('flumotion-launch', () => {
  let folder: string;
  let launch: TestProcess;

  function start(pipeline: string): TestProcess {
    const program = join(ROOT, 'core/bin/flumotion-launch.js');
    launch = new TestProcess('flumotion-launch', process.execPath, [program, ...pipeline.split(' ')], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder },
    });
    return launch;
  }

  const left = (): number[] => processesWith(`TMPDIR=${folder}`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flumotion-test-'));
  });

  afterEach(async () => {
    launch.kill('SIGKILL');
    // Its jobs end by themselves when nobody is there for them.
    await waitUntil('nothing is left', () => left().length === 0, 15_000);
    rmSync(folder, { recursive: true, force: true });
  });

  test('streams picture and sound; Ctrl-C ends every process and leaves nothing', async () => {
    const port = await freePort();
    const process_ = start(
      `videotest-producer width=160 height=120 ! theora-encoder ! ogg-muxer audiotest-producer ! vorbis-encoder ! ogg-muxer0. ! http-streamer interface=127.0.0.1 port=${port}`,
    );
    await waitUntil(
      () => `the streamer to be happy and to say where it is: ${process_.output}`,
      () => process_.output.includes('http-streamer0 is happy') && process_.output.includes(`:${port}/`),
      20_000,
    );
    const listener = new Listener(`http://127.0.0.1:${port}/`, true);
    await waitUntil('the stream comes', () => listener.bytes > 100_000, 20_000);
    listener.close();
    const file = join(folder, 'stream.ogg');
    writeFileSync(file, listener.data);
    expect(await codecs(file)).toEqual(['theora', 'vorbis']);
    rmSync(file);

    process_.kill('SIGINT');
    expect(await process_.end()).toEqual({ status: 0, signal: null });
    expect(left()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('jobs do not outlive a command that was killed', async () => {
    const process_ = start('videotest-producer ! theora-encoder');
    await waitUntil('it works', () => process_.output.includes('theora-encoder0 is happy'), 40_000);
    expect(left().length).toBeGreaterThan(1);
    process_.kill('SIGKILL');
    await waitUntil('its jobs end', () => left().length === 0, 15_000);
  });

  test('a component that needs a person ends all with its reason and exit 1', async () => {
    const process_ = start('loop-producer location=/there/is/none.ogg .video ! theora-encoder');
    expect(await process_.end()).toEqual({ status: 1, signal: null });
    expect(process_.output).toMatch(/ERROR loop-producer0: .*\/there\/is\/none\.ogg/);
    expect(process_.output.trim().split('\n').at(-1)).toMatch(
      /^flumotion-launch: loop-producer0 cannot go on: /,
    );
    expect(left()).toEqual([]);
  });

  test('a pipeline that cannot work starts nothing and exits 1', async () => {
    const process_ = start('videotest-producer ! vorbis-encoder');
    expect(await process_.end()).toEqual({ status: 1, signal: null });
    expect(process_.output).toMatch(/^flumotion-launch: vorbis-encoder0 cannot eat .*audio\/x-raw/);
  });
});
