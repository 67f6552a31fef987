import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { peak, pitch, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { setRealEnvironment } from '../../../test/support/real-environment';
import { waitUntil } from '../../../test/support/wait-until';
import pipewire from '../src';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-pipewire-'));
const socket = join(folder, 'pipewire-0');
const bus = join(folder, 'bus');
const env = {
  ...process.env,
  HOME: folder,
  XDG_RUNTIME_DIR: folder,
  DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}`,
};
const processes: TestProcess[] = [];
const run = (command: string, args: readonly string[] = []): TestProcess => {
  const started = new TestProcess(command, command, args, { env });
  processes.push(started);
  return started;
};
const SINK =
  '{ factory.name=support.null-audio-sink node.name=speaker media.class=Audio/Sink object.linger=true audio.position=[FL FR] }';

beforeAll(async () => {
  // Each a child of ours: one that another started would outlive it, and hold the pipe that we read.
  run('dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=unix:path=${bus}`]);
  await waitUntil('D-Bus', () => existsSync(bus), 10_000);
  run('pipewire');
  await waitUntil('PipeWire', () => existsSync(socket), 10_000);
  run('wireplumber');
  await waitUntil(
    'a loudspeaker',
    async () => {
      const list = new TestProcess('pw-cli', 'pw-cli', ['ls', 'Node'], { env });
      await list.end(5000).catch(() => undefined);
      if (list.stdout.includes('"speaker"')) return true;
      await run('pw-cli', ['create-node', 'adapter', SINK])
        .end(5000)
        .catch(() => undefined);
      return false;
    },
    15_000,
  );
  run('gst-launch-1.0', [
    ...'-q audiotestsrc is-live=true freq=700 ! audio/x-raw,rate=48000,channels=2'.split(' '),
    ...'! pipewiresink target-object=speaker'.split(' '),
  ]);
  setRealEnvironment('PIPEWIRE_REMOTE', socket);
});
afterAll(async () => {
  for (const one of processes.reverse()) one.kill('SIGTERM');
  for (const one of processes) await one.end(3000).catch(() => undefined);
  for (const one of processes) one.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(pipewire, { properties, past });
  return played;
}

const SPEAKER = { node: 'speaker', 'capture-sink': true, channels: 1 };

test('what a loudspeaker plays is taken, on the time of the flow, as loud as asked for', async () => {
  const component = await play(SPEAKER, 40);
  const output = component.output();
  const tail = (): Float32Array => samples(Buffer.concat(output.buffers.slice(-20).map(({ data }) => data)));
  await waitUntil('the tone', () => peak(tail()) > 0.5, 15_000);
  await waitUntil('its pitch', () => Math.abs(pitch(tail(), 48_000) - 700) < 5, 10_000);
  await component.keepsUp(output);
  await component.set('volume', 0.25);
  await waitUntil('less of it', () => peak(tail()) < 0.3, 10_000);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(pipewire, { properties: SPEAKER }, undefined, 2);
});

test('without PipeWire it is sad, with advice', async () => {
  setRealEnvironment('PIPEWIRE_REMOTE', join(folder, 'nowhere'));
  const component = await play({});
  await waitUntil('a sad component', () => component.state.mood === 'sad', 15_000);
  expect(component.state.messages).toContainEqual(expect.objectContaining({ id: 'no-pipewire' }));
});
