/** @alone Nine hundred listeners load the machine. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/installation';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

const STREAM = 'http://localhost:8800';

/** The commands of the README's first test, as they are printed there. */
const commands = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```sh\n([^`]+)```/g)].map(
  (match) => (match[1] as string).trim(),
);

function printed(part: string): string {
  const found = commands.find((command) => command.includes(part));
  if (found === undefined) throw new Error(`the README no longer prints a command with ${part}`);
  return found;
}

/** Runs a printed command in a shell; `exec` makes signals reach the command itself. */
function shell(command: string, env: NodeJS.ProcessEnv): TestProcess {
  return new TestProcess(command, '/bin/sh', ['-c', `${printed('export PATH')}; ${command}`], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
}

describe.each([
  ['tcp', (command: string) => command],
  ['ssl', (command: string) => command.replace(' -T tcp', '')],
])('over %s', (_, withTransport) => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-first-'));
  const env = {
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
  };
  let manager: TestProcess;
  let worker: TestProcess;

  beforeAll(async () => {
    manager = shell(`exec ${withTransport(printed('flumotion-manager'))}`, env);
    await waitUntil('the manager listens', () => manager.output.includes('listens on'), 20_000);
    worker = shell(`exec ${withTransport(printed('flumotion-worker'))}`, env);
    await waitUntil('the stream is there', hasBytes, 20_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${manager.output}\n${worker.output}`);
    });
  });

  afterAll(async () => {
    worker.kill('SIGINT');
    await worker.end(10_000).catch(() => undefined);
    manager.kill('SIGINT');
    await manager.end(10_000).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  test('nine times a hundred listeners all get a valid stream, and each tester says so', async () => {
    const loop = printed('flumotion-tester');
    // The subshells of the printed line leave their testers behind; each writes down how it ended.
    const noted = loop.replace(/\( (.*) & \)/, `( ( $1; echo "ended $?" ) & )`);
    expect(noted).not.toBe(loop);
    const testers = shell(`${noted}; wait`, env);
    await waitUntil('nine testers end', () => ended(testers).length === 9, 120_000);
    await testers.end();
    const well = Array<string>(9).fill('ended 0');
    // What the testers say of bad streams tells what went wrong.
    expect([ended(testers), testers.output]).toEqual([well, expect.any(String)]);
    expect(testers.output.match(/all 100 listeners got a valid stream/g)).toHaveLength(9);
  });

  test('gst-launch plays it', async () => {
    const play = printed('gst-launch-1.0').replace(
      'playbin',
      'playbin video-sink="fakesink sync=true" audio-sink="fakesink sync=true"',
    );
    const player = shell(`exec ${play.replace('gst-launch-1.0', 'gst-launch-1.0 -v')}`, env);
    await waitUntil(
      'both are decoded',
      () => /video\/x-raw/.test(player.output) && /audio\/x-raw/.test(player.output),
      30_000,
    );
    player.kill('SIGINT');
    await player.end();
    expect(player.output).not.toContain('ERROR');
  });

  test.each([
    ['ffmpeg', 'ffmpeg -v error -stats -i URL -t 2 -f null -', /frame=\s*([4-9]\d|\d{3,})/],
    ['mpv', 'mpv --no-config --vo=null --ao=null --length=2 URL', /Vorbis[^]*V: 00:00:0|AV: 00:00:0/i],
  ])('%s plays it', async (_name, command, proof) => {
    const player = shell(`exec ${command.replace('URL', `${STREAM}/`)}`, env);
    const { status } = await player.end(90_000).finally(() => {
      player.kill('SIGKILL');
    });
    expect(player.output).toMatch(proof);
    expect(status).toBe(0);
  });

  test('VLC plays it', async () => {
    // VLC refuses to run as root, so root lends it to "nobody", with a folder to write its sound to.
    const home = mkdtempSync(join(tmpdir(), 'flumotion-vlc-'));
    chmodSync(home, 0o777);
    const sound = join(home, 'sound.wav');
    const asUser = process.getuid?.() === 0 ? `runuser -u nobody -- env HOME=${home} ` : '';
    const options = `-I dummy -vv --no-media-library --vout=dummy --aout=afile --audiofile-file=${sound}`;
    const player = shell(`exec ${asUser}vlc ${options} ${STREAM}/`, {});
    try {
      const seconds = (): number => (existsSync(sound) ? statSync(sound).size / (2 * 2 * 44_100) : 0);
      await waitUntil('VLC shows pictures', () => /Received first picture/i.test(player.output), 30_000);
      await waitUntil('VLC plays three seconds of sound', () => seconds() > 3, 30_000);
    } finally {
      player.kill('SIGTERM');
      await player.end().catch(() => player.kill('SIGKILL'));
      rmSync(home, { recursive: true, force: true });
    }
  });
});

function ended(testers: TestProcess): readonly string[] {
  return testers.output.match(/ended \d+/g) ?? [];
}

async function hasBytes(): Promise<boolean> {
  try {
    const answer = await fetch(STREAM, { signal: AbortSignal.timeout(2000) });
    const body = answer.ok ? (answer.body as ReadableStream<Uint8Array> | null) : null;
    const first = await body?.getReader().read();
    return (first?.value?.length ?? 0) > 0;
  } catch {
    return false;
  }
}
