import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { playComponent, type Played, type PlayOptions } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { waitUntil } from '../../../test/support/wait-until';
import { file } from '../src/file';
import { brightness, Films, numbers } from './films';
import { steps } from './steps';

const films = new Films();
const FILM = 'as-long.ogg';

beforeAll(() => {
  films.film(FILM, 50, 25, 2);
  films.film('longer.webm', 50, 25, 2.03);
});
afterAll(() => films.remove());

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

async function play(name: string, options: PlayOptions = {}): Promise<Played> {
  const properties = { location: films.path(name), ...options.properties };
  played = await playComponent(file, { ...options, properties });
  return played;
}

const over = (component: Played): boolean => component.state.messages.some(({ id }) => id === 'over');

test.each([FILM, 'longer.webm'])(
  '%s is played from the start so many times, and its last picture stays',
  async (name) => {
    const component = await play(name, { properties: { loop: 2, start: 1.6 } });
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
  },
);

test('black comes after it', async () => {
  const component = await play(FILM, { properties: { 'at-end': 'black', start: 1.2 } });
  const video = component.output('video');
  await waitUntil('the end', () => over(component), 15_000);
  const seen = video.buffers.length;
  await video.have(seen + 30);
  expect(brightness(video)).toBeCloseTo(16, 0);
  expect(numbers(video).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, at) => at + 30));
});

test('nothing comes after it', async () => {
  const component = await play(FILM, { properties: { 'at-end': 'end', start: 1.2 } });
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
  const component = await play(FILM, { properties: { start: 7 } });
  expect(component.state.messages[0]?.text).toContain('is over at 7 s');
});

test('starting and stopping leaves nothing behind', async () => {
  await restartsCleanly(file, { properties: { location: films.path(FILM) } });
});
