import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { defineComponent } from '@flumotion/core/plugin';
import { playComponent, type Played } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';
import { loop } from '../src/loop';
import { Films } from './films';

const encoder = defineComponent({
  type: 'lazy-encoder',
  kind: 'encoder',
  description: 'Encodes, with keyframes only where they are asked for.',
  eaters: { default: { caps: 'video/x-raw' } },
  feeders: { default: { caps: 'video/x-vp8' } },
  pipeline: 'videoconvert ! vp8enc deadline=1 keyframe-mode=disabled keyframe-max-dist=100000',
});

const films = new Films();
beforeAll(() => {
  films.film('as-long.ogg', 50, 25, 2);
});
afterAll(() => films.remove());

const running: Played[] = [];
afterEach(async () => {
  for (const played of running.splice(0).reverse()) await played.stop();
});

/** Times of the keyframes in seconds, without those that a new reader of the feed asks for at the beginning. */
function keyframes(encoded: Played, since: number): readonly number[] {
  return encoded
    .output()
    .buffers.flatMap(({ delta, header, pts }) => (delta || header ? [] : [Number(pts ?? 0n) / 1e9]))
    .filter((time) => time >= since);
}

test('encoders behind it make keyframes at keyunits-interval, also at a new one, and none without', async () => {
  const properties = { location: films.path('as-long.ogg'), 'keyunits-interval': 600 };
  const film = await playComponent(loop, { properties });
  running.push(film);
  const encoded = await playComponent(encoder, { inputs: { default: [film, 'video'] } });
  running.push(encoded);
  await encoded.output().have(30);
  // New readers ask for keyframes of their own, and a request is a second ahead of its picture.
  const first = (encoded.output().times.at(-1) as number) + 1.2;
  await waitUntil('three keyframes', () => keyframes(encoded, first).length >= 3, 20_000);
  for (const time of keyframes(encoded, first)) expect((time + 1e-6) % 0.6).toBeLessThan(0.041);

  await film.set('keyunits-interval', 400);
  const second = (encoded.output().times.at(-1) as number) + 1.2;
  await waitUntil('three closer keyframes', () => keyframes(encoded, second).length >= 3, 20_000);
  for (const time of keyframes(encoded, second)) expect((time + 1e-6) % 0.4).toBeLessThan(0.041);

  await film.set('keyunits-interval', 0);
  const third = (encoded.output().times.at(-1) as number) + 1.2;
  await waitUntil('two seconds more', () => (encoded.output().times.at(-1) as number) > third + 2, 20_000);
  expect(keyframes(encoded, third)).toEqual([]);
});
