import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { luma, pitch, samples } from '../../../test/support/media-content';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { loop } from '../src/loop';
import { commonCases } from './cases';
import { steps } from './steps';

let folder: string;
const file = (name: string): string => join(folder, name);

const FLASH =
  'videotestsrc num-buffers=4 pattern=blink foreground-color=0xff000000 background-color=0xffffffff ' +
  '! video/x-raw,width=160,height=120,framerate=2/1 ! compositor ! video/x-raw,framerate=25/1';
const BEEP = 'audiotestsrc wave=ticks num-buffers=86 ! audio/x-raw,rate=44100,channels=1';
const TONE = 'audiotestsrc freq=500 num-buffers=86 ! audio/x-raw,rate=44100,channels=1';

/** Two seconds of a flash and a beep each second. */
function record(name: string, pipeline: string): void {
  const text = pipeline
    .replace('VIDEO', FLASH)
    .replace('AUDIO', BEEP)
    .replace('TONE', TONE)
    .replace('FILE', file(name));
  execFileSync('gst-launch-1.0', ['-q', ...text.split(' ')], { timeout: 30_000 });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-loop-'));
  const sink = 'name=mux ! filesink location=FILE';
  record('both.ogg', `oggmux ${sink} VIDEO ! theoraenc ! mux. AUDIO ! vorbisenc ! mux.`);
  record('both.webm', `webmmux ${sink} VIDEO ! vp8enc deadline=1 ! mux. AUDIO ! vorbisenc ! mux.`);
  const codecs = ['-c:v', 'mpeg4', '-c:a', 'aac'];
  execFileSync('ffmpeg', ['-v', 'error', '-i', file('both.webm'), ...codecs, file('both.mp4')]);
  record('video.ogg', `oggmux ${sink} VIDEO ! theoraenc ! mux.`);
  record('audio.ogg', `oggmux ${sink} TONE ! vorbisenc ! mux.`);
  writeFileSync(file('text.ogg'), 'this is no media file at all');
  writeFileSync(file('empty.ogg'), '');
  mkdirSync(file('folder'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(name: string, options: PlayOptions = {}): Promise<Played> {
  const properties = { location: file(name), ...options.properties };
  played = await playComponent(loop, { ...options, properties });
  return played;
}

/** The sound of one channel, in whatever form it came. */
function decoded(audio: Output): Float32Array {
  const bytes = audio.bytes();
  if (audio.caps[0]?.text.includes('S16LE')) return samples(bytes);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
}

/** Times at which the picture turns white. */
function flashes(video: Output): readonly number[] {
  const light = video.buffers.map((buffer) => luma(buffer.data, 160, 120));
  return video.times.filter((_, index) => index > 0 && (light[index] ?? 0) - (light[index - 1] ?? 0) > 100);
}

/** Times at which sound begins after silence. */
function beeps(audio: Output): readonly number[] {
  const found: number[] = [];
  let loud = -Infinity;
  decoded(audio).forEach((sample, at) => {
    if (Math.abs(sample) < 0.1) return;
    if (at - loud > 4410) found.push((audio.times[0] as number) + at / 44_100);
    loud = at;
  });
  return found;
}

describe.each(['both.ogg', 'both.webm', 'both.mp4'])('%s', (name) => {
  test('plays through its end without a jump, a gap or a wrong pace', async () => {
    const component = await play(name, { past: 500 });
    const [video, audio] = [component.output('video'), component.output('audio')];
    await video.have(130);
    const caps = video.caps[0]?.text;
    for (const part of ['format=(string)I420', 'width=(int)160', 'height=(int)120'])
      expect(caps).toContain(part);
    expect(video.times[0]).toBeGreaterThan(500);
    await component.keepsUp(video);
    for (const step of steps(video)) expect(step).toBeCloseTo(0.04, 3);
    expect(component.state.stats['iterations']).toBeGreaterThanOrEqual(2);
    expect(component.state.stats['duration']).toBeCloseTo(2, 0);

    await component.keepsUp(audio);
    audio.buffers.slice(1).forEach((buffer, index) => {
      const before = audio.buffers[index];
      const gap = Number((buffer.pts ?? 0n) - (before?.pts ?? 0n) - (before?.duration ?? 0n));
      expect(Math.abs(gap)).toBeLessThan(50_000);
    });
    const [seen, heard] = [flashes(video), beeps(audio)];
    expect(seen.length).toBeGreaterThanOrEqual(4);
    for (const flash of seen.slice(1, -1)) {
      expect(Math.min(...heard.map((beep) => Math.abs(beep - flash)))).toBeLessThan(0.04);
    }
  });
});

test('the tone of the file comes out', async () => {
  const audio = (await play('audio.ogg')).output('audio');
  await audio.have(30);
  expect(audio.caps[0]?.text).toContain('rate=(int)44100');
  expect(pitch(decoded(audio), 44_100)).toBeCloseTo(500, -1);
});

commonCases(play, 'both.ogg');
