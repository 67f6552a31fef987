import { copyFileSync, renameSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pitch } from '../../../test/support/media-content';
import { oggGaps, oggPages } from '../../../test/support/ogg-pages';
import {
  playComponent,
  type Output,
  type Played,
  type PlayOptions,
} from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { loop } from '../src/loop';
import { commonCases } from './cases';
import { encoder, muxer } from './chain';
import { beeps, begins, breaks, decoded, Films, gaps, numbers } from './films';
import { steps } from './steps';

const films = new Films();

beforeAll(() => {
  films.film('as-long.ogg', 50, 25, 2);
  films.film('longer.webm', 50, 25, 2.03);
  films.film('odd.mp4', 45, 24, 1.95);
  films.film('shorter.mp4', 50, 25, 1.87);
  films.film('much-longer.mp4', 50, 25, 2.4);
  films.odds();
});
afterAll(() => films.remove());

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(name: string, options: PlayOptions = {}): Promise<Played> {
  const properties = { location: films.path(name), ...options.properties };
  played = await playComponent(loop, { ...options, properties });
  return played;
}

/** Seconds for which the flows have been running. */
const PAST = 500;
/** Milliseconds for what plays beside other films: each has a small part of a busy machine. */
const TOGETHER = 150_000;
/** What a film holds, and how many pictures a round of it has. */
const FILMS = [
  ['as-long.ogg', 'sound as long as the pictures', 50],
  ['longer.webm', 'sound longer by less than encoders pad it', 50],
  ['odd.mp4', 'pictures that last no whole number of milliseconds', 45],
  ['shorter.mp4', 'sound shorter than the pictures', 50],
  ['much-longer.mp4', 'sound that goes on', 60],
] as const;
/** Pictures that a film really has, where its rounds are longer. */
const SHOWN: Readonly<Record<string, number>> = { 'much-longer.mp4': 50 };
/** Films whose sound fills their rounds: qtdemux leaves out the last packet of sound that ends with the pictures. */
const FULL = FILMS.slice(0, 3);

describe('films that go round', () => {
  const running = new Map<string, Played>();
  const muxed = new Map<string, Output>();
  /** Seconds by which the last picture is behind the clock. */
  const late = new Map<string, number>();
  const ends: Played[] = [];
  beforeAll(async () => {
    for (const [name] of FILMS) {
      const properties = { location: films.path(name) };
      const component = await playComponent(loop, { properties, past: PAST });
      running.set(name, component);
      ends.unshift(component);
    }
    for (const [name] of FULL) {
      const film = running.get(name) as Played;
      const encoded = await playComponent(encoder, {
        inputs: { video: [film, 'video'], audio: [film, 'audio'] },
        past: PAST,
      });
      const whole = await playComponent(muxer, {
        inputs: { 'default:video': [encoded, 'video'], 'default:audio': [encoded, 'audio'] },
        past: PAST,
      });
      muxed.set(name, whole.output());
      ends.unshift(whole, encoded);
    }
    const enough = (component: Played): boolean => begins(component.output('video')).length >= 3;
    const seams = (): string[] =>
      [...running].map(
        ([name, film]) =>
          `${name} ${String(begins(film.output('video')).length)} ${film.state.mood} ${film.state.reason ?? ''}`,
      );
    await waitUntil(
      () => `two seams, which is three beginnings: ${seams().join()}`,
      () => [...running.values()].every(enough),
      TOGETHER,
    );
    for (const [name, film] of running) {
      await film.keepsUp(film.output('video'), 2);
      late.set(name, film.now() - (film.output('video').times.at(-1) ?? 0));
    }
  });
  afterAll(async () => {
    for (const component of ends) await component.stop();
  });

  test.each(FILMS)('%s, with %s, loses and doubles no picture', (name, _words, pictures) => {
    const video = running.get(name)?.output('video') as Output;
    const shown = SHOWN[name] ?? pictures;
    const round = Array.from({ length: pictures }, (_, at) => Math.min(at, shown - 1));
    expect(numbers(video).slice(0, 2 * pictures)).toEqual([...round, ...round]);
  });

  test.each(FULL)('%s, with %s, has its tone run through every seam', (name, _words, _pictures) => {
    const component = running.get(name) as Played;
    expect(beeps(component.output('audio')).length).toBeGreaterThanOrEqual(2);
    expect(breaks(component.output('audio'))).toEqual([]);
  });

  test.each(FILMS)('%s, with %s, keeps to the flow', (name, _words, _pictures) => {
    const component = running.get(name) as Played;
    const [video, audio] = [component.output('video'), component.output('audio')];
    const caps = video.caps[0]?.text ?? '';
    for (const part of ['format=(string)I420', 'width=(int)64', 'height=(int)48'])
      expect(caps).toContain(part);
    const rate = /framerate=\(fraction\)(\d+)\/(\d+)/.exec(caps);
    for (const between of steps(video)) expect(between).toBeCloseTo(Number(rate?.[2]) / Number(rate?.[1]), 5);
    for (const gap of gaps(audio)) expect(Math.abs(gap)).toBeLessThan(0.000_05);
    expect(video.times[0]).toBeGreaterThan(PAST);
    expect(Math.abs(late.get(name) as number)).toBeLessThan(2);
    expect(component.state.stats['iterations']).toBeGreaterThanOrEqual(1);
    expect(component.state.messages).toEqual([]);
  });

  test.each(FILMS)('%s, with %s, keeps its sound with its pictures', (name, _words, _pictures) => {
    const component = running.get(name) as Played;
    const heard = beeps(component.output('audio'));
    for (const begin of begins(component.output('video')).slice(0, 2)) {
      expect(Math.min(...heard.map((beep) => Math.abs(beep - begin)))).toBeLessThan(0.04);
    }
  });

  test.each(FULL)('encoded, %s, with %s, is one stream of each kind', (name, _words, _pictures) => {
    const pages = oggPages(Buffer.concat((muxed.get(name) as Output).buffers.map(({ data }) => data)));
    const media = pages.slice(pages.findIndex(({ granule }) => granule > 0n));
    expect(media.filter(({ granule }) => granule > 0n).length).toBeGreaterThan(30);
    expect(media.filter(({ first, last }) => first || last)).toEqual([]);
    expect(new Set(media.map(({ serial }) => serial)).size).toBe(2);
    const starts = new Map([...media].reverse().map(({ serial, sequence }) => [serial, sequence]));
    const counted = media.map((page) => ({
      ...page,
      sequence: page.sequence - (starts.get(page.serial) ?? 0),
    }));
    expect(oggGaps(counted)).toEqual([]);
  });

  test.each(FILMS)('%s, with %s, tells how long it is', (name, _words, pictures) => {
    const { stats } = (running.get(name) as Played).state;
    expect(stats['duration']).toBeCloseTo(pictures / (name === 'odd.mp4' ? 24 : 25), 1);
    expect(stats['position']).toBeLessThanOrEqual(stats['duration'] as number);
  });
});

test('the tone of the file comes out', async () => {
  const audio = (await play('audio.ogg')).output('audio');
  await waitUntil('sound', () => decoded(audio).some((sample) => Math.abs(sample) > 0.1), 10_000);
  const before = audio.buffers.length;
  await audio.have(before + 30);
  expect(audio.caps[0]?.text).toContain('rate=(int)44100');
  const sound = decoded(audio);
  const heard = sound.subarray(sound.findIndex((sample) => Math.abs(sample) > 0.1));
  expect(pitch(heard, 44_100)).toBeCloseTo(500, -1);
});

commonCases(play, 'as-long.ogg');

test('a message that the file is gone comes while the loop runs, and goes when it is back', async () => {
  copyFileSync(films.path('as-long.ogg'), films.path('moved.ogg'));
  const component = await play('moved.ogg');
  await waitUntil('the first round', () => begins(component.output('video')).length >= 1, 10_000);
  renameSync(films.path('moved.ogg'), films.path('away.ogg'));
  await waitUntil('a message', () => component.state.mood === 'sad', 10_000);
  expect(component.state.messages[0]?.text).toContain('moved.ogg is not there');
  renameSync(films.path('away.ogg'), films.path('moved.ogg'));
  await waitUntil('it plays again', () => component.state.mood === 'happy', 15_000);
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(loop, { properties: { location: films.path('as-long.ogg') } });
});
