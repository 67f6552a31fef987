import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../../../test/support/free-port';
import { luma, pitch, samples } from '../../../test/support/media-content';
import { playComponent, type Played } from '../../../test/support/play-component';
import type { TestProcess } from '../../../test/support/process';
import { restartsCleanly } from '../../../test/support/restarts';
import { startRtspServer } from '../../../test/support/rtsp-server';
import { waitUntil } from '../../../test/support/wait-until';
import rtsp from '../src';

let port: number;
let played: Played | undefined;
const processes: TestProcess[] = [];

beforeEach(async () => {
  port = await freePort();
});
afterEach(async () => {
  await played?.stop();
  played = undefined;
  for (const process of processes.splice(0)) process.kill('SIGKILL');
});

async function serve(options: Parameters<typeof startRtspServer>[1] = {}): Promise<TestProcess> {
  const server = await startRtspServer(port, options);
  processes.push(server);
  return server;
}

const url = (path = '/live'): string => `rtsp://127.0.0.1:${String(port)}${path}`;

async function play(properties: object = {}): Promise<Played> {
  played = await playComponent(rtsp, {
    properties: { location: url(), transport: 'tcp', latency: 100, ...properties },
    past: 100,
  });
  return played;
}

async function mood(wanted: string): Promise<void> {
  await waitUntil(wanted, () => played?.state.mood === wanted, 20_000).catch((error: unknown) => {
    throw new Error(
      `${String(error)}: ${JSON.stringify(played?.state)} ${processes.map((one) => one.output).join()}`,
    );
  });
}

test.each(['tcp', 'udp'])(
  'picture and sound come over %s, and again after the server was away',
  async (transport) => {
    const component = await play({ transport, width: 80, height: 60, framerate: [5, 1] });
    await waitUntil('the complaint', () => component.state.messages[0] !== undefined, 10_000);
    expect(component.state).toMatchObject({
      mood: 'hungry',
      reason: expect.stringContaining('does not answer'),
    });
    const [video, audio] = [component.output('video'), component.output('audio')];
    const server = await serve();
    await mood('happy');
    await video.have(10);
    await audio.have(10);
    expect(video.caps[0]?.text).toMatch(/format=\(string\)I420, width=\(int\)80, height=\(int\)60/);
    expect(video.caps[0]?.text).toContain('framerate=(fraction)5/1');
    const picture = video.buffers.at(-1)?.data ?? Buffer.alloc(0);
    expect(luma(picture, 80, 60)).toBeGreaterThan(17);
    // What comes later than the latency allows is silence, when the server or we are late.
    const newest = (): Float32Array =>
      samples(Buffer.concat(audio.buffers.slice(-8).map(({ data }) => data)));
    await waitUntil('its tone', () => Math.abs(pitch(newest(), 44_100) - 500) < 5);
    for (const output of [video, audio]) await component.keepsUp(output, 2);

    server.kill('SIGKILL');
    await mood('hungry');
    const before = video.buffers.length;
    await serve();
    await mood('happy');
    await video.have(before + 10);
    for (const { times } of [video, audio]) {
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    for (const output of [video, audio]) await component.keepsUp(output, 2);
    expect(component.state.stats).toMatchObject({ connected: 1, connections: 2 });
  },
);

test('a stream without sound says so', async () => {
  await serve({ audio: false });
  const component = await play();
  await component.output('video').have(10);
  await waitUntil('the hint', () => component.state.messages[0]?.id === 'no-audio', 15_000);
  expect(component.state.mood).toBe('happy');
});

test('sound that is not wanted is left', async () => {
  await serve();
  const component = await play({ 'has-audio': false });
  await component.output('video').have(10);
  expect(component.output('audio').buffers).toEqual([]);
  expect(component.state).toMatchObject({ mood: 'happy', messages: [] });
});

test('a wrong password and a path that is not there are told; the right ones work', async () => {
  await serve({ login: ['me', 'secret words'] });
  await play({ user: 'me', password: 'wrong words' });
  await mood('sad');
  expect(played?.state.reason).toContain('wants another user or password');
  expect(JSON.stringify([played?.state, played?.lines])).not.toContain('wrong words');
  await played?.stop();
  await play({ location: url('/other'), user: 'me', password: 'secret words' });
  await mood('sad');
  expect(played?.state.reason).toContain('knows no such stream');
  await played?.stop();
  const login = url().replace('rtsp://', 'rtsp://me:secret%20words@');
  const component = await play({ location: login });
  await component.output('video').have(5);
  expect(JSON.stringify([component.state, component.lines])).not.toMatch(/secret(%20| )words/);
});

test('starting and stopping leaves nothing behind', async () => {
  await serve();
  await restartsCleanly(
    rtsp,
    { properties: { location: url(), transport: 'tcp', latency: 0 } },
    (component) => component.output('video').buffers.length > 0,
  );
});
