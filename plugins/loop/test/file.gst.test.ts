import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ComponentDefinition } from '@flumotion/core/plugin';
import { luma, pitch, samples } from '../../../test/support/media-content';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import components from '../src';
import { commonCases } from './cases';
import { steps } from './steps';

const [, single] = components as [ComponentDefinition, ComponentDefinition];

let folder: string;
const file = (name: string): string => join(folder, name);

const CODECS: Readonly<Record<string, readonly string[]>> = {
  ogg: ['-c:v', 'libtheora', '-q:v', '10', '-c:a', 'libvorbis'],
  webm: ['-c:v', 'libvpx', '-b:v', '1M', '-c:a', 'libvorbis'],
  mp4: ['-c:v', 'libx264', '-qp', '10', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
};

/** Each picture is a little brighter than the one before; the sound begins with a beep. */
function film(name: string, pictures: number, rate: string, seconds: number): void {
  execFileSync('ffmpeg', [
    ...[
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      `nullsrc=s=64x48:r=${rate}:d=${String(pictures / Number(rate))},geq=lum=40+3*N:cb=128:cr=128`,
    ],
    ...['-f', 'lavfi', '-t', String(seconds), '-i', 'aevalsrc=0.5*sin(2*PI*880*t)*lt(t\\,0.2):s=44100'],
    ...[...(CODECS[name.split('.')[1] ?? ''] ?? []), file(name)],
  ]);
}

/** Pictures that a file really has, where its rounds are longer. */
const SHOWN: Readonly<Record<string, number>> = { 'much-longer.mp4': 50 };

function record(name: string, pipeline: string): void {
  execFileSync('gst-launch-1.0', ['-q', ...pipeline.replace('FILE', file(name)).split(' ')], {
    timeout: 30_000,
  });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-loop-'));
  film('as-long.ogg', 50, '25', 2);
  film('longer.webm', 50, '25', 2.03);
  film('shorter.mp4', 50, '25', 1.87);
  film('much-longer.mp4', 50, '25', 2.4);
  film('odd.mp4', 45, '24', 1.875);
  const sink = 'oggmux name=mux ! filesink location=FILE';
  const video = 'videotestsrc num-buffers=50 ! video/x-raw,width=160,height=120,framerate=25/1';
  record('video.ogg', `${sink} ${video} ! theoraenc ! mux.`);
  const audio = 'audiotestsrc freq=500 num-buffers=86 ! audio/x-raw,rate=44100,channels=1';
  record('audio.ogg', `${sink} ${audio} ! vorbisenc ! mux.`);
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
  const properties = { location: file(name), loop: 0, ...options.properties };
  played = await playComponent(single, { ...options, properties });
  return played;
}

/** The sound of one channel, in whatever form it came. */
function decoded(audio: Output): Float32Array {
  const bytes = audio.bytes();
  if (audio.caps[0]?.text.includes('S16LE')) return samples(bytes);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
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

/** Seconds that the times of neighbouring blocks of sound are apart. */
function gaps(audio: Output): readonly number[] {
  return audio.buffers.slice(1).map((buffer, index) => {
    const before = audio.buffers[index];
    return Number((buffer.pts ?? 0n) - (before?.pts ?? 0n) - (before?.duration ?? 0n)) / 1e9;
  });
}

/** Numbers of the pictures that came, by their brightness; the black before the first round left out. */
function numbers(video: Output): readonly number[] {
  const seen = video.buffers.map((buffer) => Math.round((luma(buffer.data, 64, 48) - 40) / 3));
  return seen.slice(seen.findIndex((number) => number >= 0));
}

/** Times at which the first picture of a round came. */
function begins(video: Output): readonly number[] {
  const seen = video.buffers.map((buffer) => Math.round((luma(buffer.data, 64, 48) - 40) / 3));
  return video.times.filter((_, index) => seen[index] === 0 && seen[index - 1] !== 0);
}

/** What a file holds, and how many pictures a round of it has. */
const FILMS = [
  ['as-long.ogg', 'sound as long as the pictures', 50],
  ['longer.webm', 'sound longer by less than encoders pad it', 50],
  ['shorter.mp4', 'sound shorter than the pictures', 50],
  ['much-longer.mp4', 'sound that goes on', 60],
  ['odd.mp4', 'pictures that last no whole number of milliseconds', 45],
] as const;

describe('films that go round', () => {
  const films = new Map<string, Played>();
  beforeAll(async () => {
    for (const [name] of FILMS) {
      const properties = { location: file(name), loop: 0 };
      films.set(name, await playComponent(single, { properties, past: 500 }));
    }
    const enough = (component: Played): boolean => begins(component.output('video')).length >= 3;
    await waitUntil('two seams', () => [...films.values()].every(enough), 20_000);
  }, 40_000);
  afterAll(() => Promise.all([...films.values()].map((component) => component.stop())));

  test.each(FILMS)('%s, with %s, loses and doubles no picture', (name, _words, pictures) => {
    const video = films.get(name)?.output('video') as Output;
    const shown = SHOWN[name] ?? pictures;
    const round = Array.from({ length: pictures }, (_, at) => Math.min(at, shown - 1));
    expect(numbers(video).slice(0, 2 * pictures)).toEqual([...round, ...round]);
  });

  test.each(FILMS)('%s, with %s, keeps to the flow', async (name, _what, _pictures) => {
    const component = films.get(name) as Played;
    const [video, audio] = [component.output('video'), component.output('audio')];
    const caps = video.caps[0]?.text ?? '';
    for (const part of ['format=(string)I420', 'width=(int)64', 'height=(int)48'])
      expect(caps).toContain(part);
    const rate = /framerate=\(fraction\)(\d+)\/(\d+)/.exec(caps);
    for (const between of steps(video)) expect(between).toBeCloseTo(Number(rate?.[2]) / Number(rate?.[1]), 5);
    for (const gap of gaps(audio)) expect(Math.abs(gap)).toBeLessThan(0.000_05);
    expect(video.times[0]).toBeGreaterThan(500);
    await component.keepsUp(video, 2);
    expect(component.state.stats['iterations']).toBeGreaterThanOrEqual(1);
    expect(component.state.messages).toEqual([]);
  });

  test.each(FILMS)('%s, with %s, keeps its sound with its pictures', (name, _what, _pictures) => {
    const component = films.get(name) as Played;
    const heard = beeps(component.output('audio'));
    for (const begin of begins(component.output('video')).slice(0, 2)) {
      expect(Math.min(...heard.map((beep) => Math.abs(beep - begin)))).toBeLessThan(0.04);
    }
  });
});

test('the tone of the file comes out', async () => {
  const audio = (await play('audio.ogg')).output('audio');
  await waitUntil('sound', () => decoded(audio).some((sample) => Math.abs(sample) > 0.1), 10_000);
  const before = audio.buffers.length;
  await audio.have(before + 30);
  expect(audio.caps[0]?.text).toContain('rate=(int)44100');
  const sound = decoded(audio);
  expect(pitch(sound.subarray(sound.findIndex((sample) => Math.abs(sample) > 0.1)), 44_100)).toBeCloseTo(
    500,
    -1,
  );
});

commonCases(play, 'as-long.ogg');

test('a message that the file is gone comes while the loop runs, and goes when it is back', async () => {
  copyFileSync(file('as-long.ogg'), file('moved.ogg'));
  const component = await play('moved.ogg');
  await waitUntil('the first round', () => begins(component.output('video')).length >= 1, 10_000);
  renameSync(file('moved.ogg'), file('away.ogg'));
  await waitUntil('a message', () => component.state.mood === 'sad', 10_000);
  expect(component.state.messages[0]?.text).toContain('moved.ogg is not there');
  renameSync(file('away.ogg'), file('moved.ogg'));
  await waitUntil('it plays again', () => component.state.mood === 'happy', 15_000);
}, 40_000);

describe('file-producer', () => {
  const film = (properties: object): Promise<Played> =>
    playComponent(single, { properties: { location: file('as-long.ogg'), ...properties } }).then((one) => {
      played = one;
      return one;
    });
  const over = (component: Played): boolean => component.state.messages.some(({ id }) => id === 'over');

  test('it is played from the start so many times, and its last picture stays', async () => {
    const component = await film({ loop: 2, start: 1.6 });
    const video = component.output('video');
    await waitUntil('the end', () => over(component), 15_000);
    const seen = numbers(video).length;
    await waitUntil('pictures after the end', () => numbers(video).length > seen + 30, 10_000);
    const all = Array.from({ length: 50 }, (_, at) => at);
    expect(numbers(video).slice(0, 60)).toEqual([...all.slice(40), ...all]);
    expect(new Set(numbers(video).slice(60))).toEqual(new Set([49]));
    expect(component.state.stats).toMatchObject({ iterations: 2, position: 2 });
    expect(component.state.mood).toBe('happy');
    for (const between of steps(video)) expect(between).toBeCloseTo(0.04, 5);
  });

  test('black comes after it', async () => {
    const component = await film({ 'at-end': 'black', start: 1.2 });
    const video = component.output('video');
    await waitUntil('the end', () => over(component), 15_000);
    const seen = video.buffers.length;
    await video.have(seen + 30);
    expect(luma(video.buffers.at(-1)?.data as Buffer, 64, 48)).toBeCloseTo(16, 0);
    expect(numbers(video).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, at) => at + 30));
  });

  test('nothing comes after it', async () => {
    const component = await film({ 'at-end': 'end', start: 1.2 });
    const video = component.output('video');
    await waitUntil('the end', () => over(component), 15_000);
    const begun = Date.now();
    let [count, since] = [video.buffers.length, begun];
    await waitUntil(
      'silence of half a second',
      () => {
        if (count !== video.buffers.length) [count, since] = [video.buffers.length, Date.now()];
        return Date.now() - since > 500;
      },
      10_000,
    );
    expect(component.state.mood).toBe('happy');
  });

  test('a start behind the end is refused in words', async () => {
    const component = await film({ start: 7 });
    expect(component.state.messages[0]?.text).toContain('is over at 7 s');
  });
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(single, { properties: { location: file('as-long.ogg') } });
}, 60_000);
