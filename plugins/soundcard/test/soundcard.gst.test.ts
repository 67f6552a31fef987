import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { peak, pitch, samples } from '../../../test/support/media-content';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import soundcard from '../src';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(soundcard, { properties, past });
  return played;
}

/** ALSA's device without hardware: it gives silence, as fast as it is read. */
const SILENT = { device: 'null' };

test.each([
  [{}, 'format=(string)S16LE', 'rate=(int)44100', 'channels=(int)2'],
  [{ channels: 1, samplerate: 48_000 }, 'format=(string)S16LE', 'rate=(int)48000', 'channels=(int)1'],
  [{ depth: 24 }, 'format=(string)S24LE', 'rate=(int)44100', 'channels=(int)2'],
  [{ depth: 8 }, 'format=(string)U8', 'rate=(int)44100', 'channels=(int)2'],
])('sound comes as asked for: %j', async (properties, ...parts) => {
  const component = await play({ ...SILENT, ...properties });
  const output = component.output();
  await output.have(5);
  for (const part of parts) expect(output.caps[0]?.text).toContain(part);
});

test('the times are those of the flow', async () => {
  const component = await play(SILENT, 700);
  const output = component.output();
  await output.have(5);
  expect(output.times[0]).toBeGreaterThan(699);
});

test.each([
  [{ device: 'hw:29' }, 'device-absent'],
  [{ 'source-element': 'pulsesrc', device: 'no-such-source' }, /sound-server-absent|device-absent/],
  [{ 'source-element': 'osssrc', device: '/dev/no-dsp' }, 'device-absent'],
])('%j makes the component sad, with advice', async (properties, id) => {
  const component = await play(properties);
  await waitUntil('the component is sad', () => component.state.mood === 'sad');
  const errors = component.state.messages.filter((message) => message.level === 'error');
  expect(errors).toHaveLength(1);
  expect(errors[0]?.id).toMatch(id);
  expect(errors[0]?.advice).toBeDefined();
});

describe('on a PulseAudio server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-pulse-'));
  const socket = join(folder, 'native');
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    const modules = [
      'module-null-sink sink_name=test',
      'module-null-sink sink_name=quiet',
      `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ];
    const args = ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm=yes'];
    const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder };
    const load = modules.flatMap((module) => ['-L', module]);
    children.push(spawn('pulseaudio', [...args, ...load], { env, stdio: 'ignore' }));
    await waitUntil('the PulseAudio server', () => existsSync(socket), 10_000);
    const tone = 'audiotestsrc is-live=true freq=700 ! pulsesink device=test';
    const player = { ...env, PULSE_SERVER: `unix:${socket}` };
    children.push(spawn('gst-launch-1.0', ['-q', ...tone.split(' ')], { env: player, stdio: 'ignore' }));
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  test('what a sink plays is recorded from its monitor, on the time of the flow', async () => {
    const properties = {
      'source-element': 'pulsesrc',
      server: `unix:${socket}`,
      device: 'test.monitor',
      channels: 1,
      volume: 0.5,
    };
    const component = await play(properties, 40);
    const output = component.output();
    await output.have(30);
    const { buffers } = output;
    const tail = (): Float32Array => samples(Buffer.concat(buffers.slice(-20).map((buffer) => buffer.data)));
    await waitUntil('the tone', () => peak(tail()) > 0.1, 10_000);
    await waitUntil('its pitch', () => Math.abs(pitch(tail(), 44_100) - 700) < 5, 10_000);
    expect(peak(tail())).toBeCloseTo(0.4, 1);
    await component.keepsUp(output);
  });

  test('silence is metered', async () => {
    const component = await play({
      'source-element': 'pulsesrc',
      server: `unix:${socket}`,
      device: 'quiet.monitor',
    });
    await waitUntil('silence on the meter', () => component.state.stats['volume-peak'] === -100);
  });
});

test('it starts and stops without a trace', async () => {
  await restartsCleanly(soundcard, { properties: SILENT });
});
