import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codecs, sound } from '../support/decode';
import { freePort } from '../support/free-port';
import { gstStream } from '../support/gst-stream';
import { ROOT } from '../support/installation';
import { Listener } from '../support/listener';
import { processesWith } from '../support/marked-processes';
import { pitch } from '../support/media-content';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';

const PITCH = 500;
let folder: string;
const processes: TestProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-test-'));
});
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  await waitUntil('nothing is left', () => processesWith(`TMPDIR=${folder}`).length === 0, 15_000);
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, args: readonly string[]): TestProcess {
  const env = { ...process.env, TMPDIR: folder };
  const started = new TestProcess(command, command, args, { cwd: ROOT, env });
  processes.push(started);
  return started;
}

test('a file that is sent with curl plays for listeners as long as it lasts, in a flow of nothing else', async () => {
  const [port, second] = [await freePort(), await freePort()];
  const flow =
    `source-producer interface=127.0.0.1 port=${port} password=test ! ` +
    `http-streamer interface=127.0.0.1 port=${second} mount-point=/radio burst-on-connect=true burst-time=1`;
  const launch = run(process.execPath, [join(ROOT, 'core/bin/flumotion-launch.js'), ...flow.split(' ')]);
  await waitUntil(
    () => `it waits: ${launch.output}`,
    () => launch.output.includes('no source client sends'),
    30_000,
  );
  const file = join(folder, 'tone.mp3');
  const encoder = 'lamemp3enc target=bitrate bitrate=64 cbr=true';
  writeFileSync(
    file,
    gstStream(`audiotestsrc freq=${PITCH} num-buffers=900 ! ${encoder} ! filesink name=out`),
  );
  const address = `http://127.0.0.1:${port}/live`;
  run('curl', ['-sS', '-u', 'source:test', '-T', file, address]);
  await waitUntil(
    () => `the stream is there: ${launch.output}`,
    () => launch.output.includes('http-streamer0 is happy'),
    30_000,
  );
  const listener = new Listener(`http://127.0.0.1:${second}/radio`, true);
  // Five seconds of sound, which are more than what goes ahead.
  await waitUntil(
    () => `sound comes (${listener.bytes} bytes): ${launch.output}`,
    () => listener.bytes > 5 * 8000,
    30_000,
  );
  listener.close();
  const heardFile = join(folder, 'heard.mp3');
  writeFileSync(heardFile, listener.data);
  expect(await codecs(heardFile)).toEqual(['mp3']);
  const heard = await sound(heardFile);
  expect(pitch(heard.samples.subarray(heard.rate / 2), heard.rate)).toBeCloseTo(PITCH, -1);
});
