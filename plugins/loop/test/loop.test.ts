import { expect, test } from '@jest/globals';
import type { ComponentDefinition, MediaInfo } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import components from '../src';
import { formOf } from '../src/form';
import { roundOf } from '../src/round';

const [loop, file] = components as [ComponentDefinition, ComponentDefinition];

test.each(components)('the declaration of $spec.type is sound', (component) => {
  expect(checkComponent(component)).toEqual([]);
});

test.each([
  [{}, 'location: a value is required'],
  [{ location: '/a.ogg', width: 8 }, 'width: 8 is not'],
  [{ location: '/a.ogg', 'deinterlace-mode': 'maybe' }, 'deinterlace-mode: '],
  [{ location: '/a.ogg', volume: 5 }, 'volume: 5 is not'],
])('%j is refused by the loop', (values, words) => {
  expect(refusals(loop, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  [{}, 'location: a value is required'],
  [{ location: '/a.ogg', loop: -1 }, 'loop: -1 is not'],
  [{ location: '/a.ogg', start: -0.1 }, 'start: -0.1 is not'],
  [{ location: '/a.ogg', 'at-end': 'again' }, 'at-end: '],
])('%j is refused by the file', (values, words) => {
  expect(refusals(file, values)).toEqual([expect.stringContaining(words)]);
});

test.each([
  ['file:///tmp/a.ogg', 'is a URL'],
  ['https://example.org/a.ogg', 'is a URL'],
  ['a.ogg', 'must begin with a slash'],
  ['/tmp/a.ogg', undefined],
])('location %s', (location, words) => {
  for (const { behaviour } of components) {
    const complaint = behaviour.check?.({ location } as never);
    if (words === undefined) expect(complaint).toBeUndefined();
    else expect(complaint).toContain(words);
  }
});

const MS = 1_000_000n;
const film = (pictures: bigint, sound?: bigint): MediaInfo => ({
  length: 0n,
  missing: [],
  video: { width: 720, height: 576, framerate: [25, 1], pixelAspectRatio: [16, 15], length: pictures * MS },
  ...(sound === undefined ? {} : { audio: { rate: 44_100, channels: 2, length: sound * MS } }),
});

test.each([
  ['without sound', film(2000n), 50n, 2000n, false, false],
  ['with sound that is padded', film(2000n, 2046n), 50n, 2000n, false, true],
  ['with shorter sound', film(2000n, 1200n), 50n, 2000n, false, false],
  ['with longer sound', film(2000n, 2410n), 61n, 2440n, true, false],
  ['with times rounded to milliseconds', film(2001n, 2001n), 50n, 2000n, false, true],
])('the round of a film %s', (_name, info, pictures, length, waits, cut) => {
  const begin = { begin: 0n, near: true };
  expect(roundOf(info, [25, 1])).toEqual({
    framerate: [25, 1],
    pictures,
    ...begin,
    length: length * MS,
    cut,
    waits,
  });
});

/** A film whose media begins later than time 0. */
function late(pictures: bigint, sound: bigint): MediaInfo {
  const { video, audio, ...info } = film(2000n + pictures, 2000n + sound);
  return {
    ...info,
    ...(video && { video: { ...video, start: pictures * MS } }),
    ...(audio && { audio: { ...audio, start: sound * MS } }),
  };
}

test.each([
  ['hardly later', late(3n, 3n), 3n, true, 50n],
  ['half a picture later', late(20n, 20n), 20n, false, 50n],
  ['much later', late(1400n, 1400n), 1400n, false, 50n],
  ['with the pictures before the sound', late(0n, 60n), 0n, true, 50n],
  ['with the sound before the pictures', late(80n, 0n), 0n, true, 52n],
])('the round of a film that begins %s', (_name, info, begin, near, pictures) => {
  expect(roundOf(info, [25, 1])).toMatchObject({ begin: begin * MS, near, pictures });
});

test('the round of a sound is as long as the sound', () => {
  const info = { length: 0n, missing: [], audio: { rate: 44_100, channels: 2, length: 1_999_500_000n } };
  expect(roundOf(info, [25, 1])).toMatchObject({ length: 2_000_000_000n, waits: false });
});

test.each([
  [{}, 720, 576, [16, 15]],
  [{ 'is-square': true }, 768, 576, [1, 1]],
  [{ width: 360 }, 360, 288, [16, 15]],
  [{ height: 288 }, 360, 288, [16, 15]],
  [{ height: 288, 'is-square': true }, 384, 288, [1, 1]],
  [{ width: 384, 'is-square': true }, 384, 288, [1, 1]],
  [{ width: 400, height: 400 }, 400, 400, [4, 3]],
  [{ width: 400, height: 400, 'is-square': true }, 400, 400, [1, 1]],
] as const)('a picture of PAL with %j is %d times %d', (asked, width, height, pixelAspectRatio) => {
  const values = { 'is-square': false, 'add-borders': true, ...asked };
  expect(formOf(film(2000n), values as never)).toMatchObject({ width, height, pixelAspectRatio });
});
