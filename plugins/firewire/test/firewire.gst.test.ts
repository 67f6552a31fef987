import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { luma, peak, pitch, samples } from '../../../test/support/media-content';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import firewire from '../src';

let folder: string;
const tape = (norm: string): string => join(folder, `${norm}.dv`);

/** One second of interlaced picture, lighter on the left, and a tone of 1000 Hz. */
function record(norm: string, size: string, rate: string): void {
  const args = [
    [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      `color=0x404040:size=${size}:rate=${rate},drawbox=w=iw/2:color=white:t=fill`,
    ],
    ['-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=48000', '-target', `${norm}-dv`],
    ['-vf', 'interlace=scan=bff:lowpass=0', '-flags', '+ilme+ildct', '-t', '1', tape(norm)],
  ];
  execFileSync('ffmpeg', args.flat(), { timeout: 30_000 });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-firewire-'));
  record('pal', '720x576', '50');
  record('ntsc', '720x480', '60000/1001');
});
afterAll(() => rmSync(folder, { recursive: true }));

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(properties: PlayOptions['properties'], past = 0): Promise<Played> {
  played = await playComponent(firewire, { properties, past });
  return played;
}

function caps(output: Output): string {
  return output.caps.at(-1)?.text ?? '';
}

test.each(['dvdec', 'avdec_dvvideo'])(
  'a PAL tape through %s gives picture, sound and DV in step',
  async (decoder) => {
    const component = await play({ location: tape('pal'), decoder }, 300);
    const [video, audio, dv] = [component.output('video'), component.output('audio'), component.output('dv')];
    await video.have(40);
    for (const part of [
      'format=(string)I420',
      'width=(int)720',
      'height=(int)576',
      'framerate=(fraction)25/1',
    ]) {
      expect(caps(video)).toContain(part);
    }
    expect(caps(video)).toMatch(/interlace-mode=\(string\)progressive/);
    const picture = video.buffers[30]?.data ?? Buffer.alloc(0);
    expect(luma(picture, 720, 576, { x: 50, y: 50, width: 250, height: 400 })).toBeGreaterThan(200);
    expect(luma(picture, 720, 576, { x: 420, y: 50, width: 250, height: 400 })).toBeLessThan(100);

    for (const output of [video, audio, dv]) {
      expect(output.times[0]).toBeGreaterThan(300);
      await component.keepsUp(output);
    }
    const steps = video.times.slice(1).map((time, index) => time - (video.times[index] as number));
    for (const step of steps) expect(step).toBeCloseTo(0.04, 3);

    const channels = caps(audio).includes('channels=(int)2') ? 2 : 1;
    const sound = samples(audio.bytes(), channels);
    expect(pitch(sound, 48_000)).toBeCloseTo(1000, -2);
    expect(peak(sound)).toBeGreaterThan(0.05);

    expect(caps(dv)).toContain('video/x-dv');
    expect(new Set(dv.buffers.map((buffer) => buffer.data.length))).toEqual(new Set([144_000]));
  },
);

test('an NTSC tape has its own size and rate', async () => {
  const component = await play({ location: tape('ntsc') });
  const video = component.output('video');
  await video.have(10);
  for (const part of ['width=(int)720', 'height=(int)480', 'framerate=(fraction)30000/1001']) {
    expect(caps(video)).toContain(part);
  }
});

test('the picture is scaled to square pixels with borders, at a lower rate', async () => {
  const properties = { width: 320, height: 320, 'is-square': true, framerate: [25, 2] as const };
  const video = (await play({ location: tape('pal'), ...properties })).output('video');
  await video.have(8);
  for (const part of [
    'width=(int)320',
    'height=(int)320',
    'framerate=(fraction)25/2',
    '-ratio=(fraction)1/1',
  ]) {
    expect(caps(video)).toContain(part);
  }
  const picture = video.buffers[5]?.data ?? Buffer.alloc(0);
  expect(luma(picture, 320, 320, { x: 0, y: 0, width: 320, height: 30 })).toBeLessThan(20);
  expect(luma(picture, 320, 320, { x: 30, y: 100, width: 100, height: 100 })).toBeGreaterThan(200);
});

test('without borders the picture fills its size', async () => {
  const properties = { width: 320, height: 320, 'is-square': true, 'add-borders': false };
  const video = (await play({ location: tape('pal'), ...properties })).output('video');
  await video.have(5);
  const picture = video.buffers[4]?.data ?? Buffer.alloc(0);
  expect(luma(picture, 320, 320, { x: 30, y: 0, width: 100, height: 30 })).toBeGreaterThan(200);
});

test('one side alone keeps the shape', async () => {
  const video = (await play({ location: tape('pal'), width: 384, 'is-square': true })).output('video');
  await video.have(2);
  expect(caps(video)).toContain('width=(int)384, height=(int)288');
});

test.each([
  'ffmpeg',
  'tomsmocomp',
  'greedyh',
  'greedyl',
  'linear',
  'linearblend',
  'scalerbob',
  'weave',
  'weavetff',
  'weavebff',
  'yadif',
])('deinterlacing with %s works', async (method) => {
  const properties = { 'deinterlace-method': method, 'deinterlace-mode': 'interlaced', width: 180 };
  const video = (await play({ location: tape('pal'), ...properties })).output('video');
  await video.have(4);
});

test('without deinterlacing the picture stays as it was', async () => {
  const video = (await play({ location: tape('pal'), 'deinterlace-mode': 'disabled' })).output('video');
  await video.have(4);
  expect(caps(video)).toContain('height=(int)576');
});

test('the volume is obeyed and metered', async () => {
  const component = await play({ location: tape('pal'), volume: 0 });
  await waitUntil('silence on the meter', () => component.state.stats['volume-peak'] === -100);
});

test('without a camera the component is sad and says what to do', async () => {
  const component = await play({});
  await waitUntil('the component is sad', () => component.state.mood === 'sad');
  await waitUntil('the advice', () => component.state.messages.some((message) => message.id === 'no-camera'));
  expect(component.state.reason).toContain('no camera');
});

test('it starts and stops without a trace', async () => {
  await restartsCleanly(firewire, { properties: { location: tape('pal') } });
});
