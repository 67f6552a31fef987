import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import decoders from '../src';
import { pictureForm, soundForm } from '../src/form';
import { missingIn, missingMessage } from '../src/missing';
import { TimeWatch } from '../src/time-watch';

test.each(decoders)('the declaration of $spec.type has nothing to complain about', (one) => {
  expect(checkComponent(one)).toEqual([]);
});

const CAPS = (width: number, height: number, pixel = '1/1'): string =>
  `video/x-raw, format=(string)NV12, width=(int)${String(width)}, height=(int)${String(height)}, pixel-aspect-ratio=(fraction)${pixel}`;
const WISH = { framerate: [25, 2], 'is-square': false } as const;

test.each([
  ['as it is', CAPS(720, 576, '16/15'), WISH, 'width=720, height=576, pixel-aspect-ratio=16/15'],
  [
    'with square pixels',
    CAPS(720, 576, '16/15'),
    { ...WISH, 'is-square': true },
    'width=768, height=576, pixel-aspect-ratio=1/1',
  ],
  ['with a width', CAPS(640, 480), { ...WISH, width: 320 }, 'width=320, height=240, pixel-aspect-ratio=1/1'],
  [
    'with a height',
    CAPS(640, 480),
    { ...WISH, height: 240 },
    'width=320, height=240, pixel-aspect-ratio=1/1',
  ],
  [
    'with both, its shape kept by the pixels',
    CAPS(640, 480),
    { ...WISH, width: 640, height: 240 },
    'width=640, height=240, pixel-aspect-ratio=1/2',
  ],
  ['with odd sides', CAPS(641, 481), WISH, 'width=642, height=482'],
  ['tiny', CAPS(2, 2), WISH, 'width=16, height=16, pixel-aspect-ratio=1/1'],
])('a picture %s', (_, caps, wish, expected) => {
  expect(pictureForm(caps, wish)?.input).toContain(expected);
  expect(pictureForm(caps, wish)?.output).toContain('framerate=25/2');
});

test('colours are those that are usual for the size; caps without a size have no form', () => {
  expect(pictureForm(CAPS(1280, 720), WISH)?.input).toContain('bt709');
  expect(pictureForm(CAPS(1024, 576), WISH)?.input).toContain('bt601');
  expect(pictureForm('video/x-raw, format=(string)NV12', WISH)).toBeUndefined();
  expect(soundForm({ samplerate: 48_000, channels: 1 }).output).toContain('rate=48000, channels=1');
});

test.each([
  [
    'video/x-h265, width=(int)64',
    'H.265 (Main Profile) decoder',
    'H.265 (Main Profile)',
    'gstreamer1.0-libav',
  ],
  ['video/x-vp9', 'VP9 decoder', 'VP9', 'gstreamer1.0-plugins-good'],
  ['video/x-theora', 'Theora decoder', 'Theora', 'gstreamer1.0-plugins-base'],
  [
    'video/mpegts, systemstream=(boolean)true',
    'MPEG-2 Transport Stream demuxer',
    'MPEG-2 Transport Stream',
    'gstreamer1.0-plugins-bad',
  ],
])('%s that cannot be decoded', (media, said, name, pack) => {
  const text = `missing-plugin, type=(string)decoder, detail=(GstCaps)"${media}", name=(string)"${said}";`;
  const missing = missingIn({ source: 'any', name: 'missing-plugin', text });
  expect(missing?.name).toBe(name);
  const message = missingMessage(missing ?? { kind: undefined, name: '', media: '' }, [], 'error');
  expect(message.text).toBe(`no decoder for ${name} is on this machine`);
  expect(message.advice).toContain(`apt-get install ${pack}.`);
  expect(missingIn({ source: 'any', name: 'level', text })).toBeUndefined();
});

/** What is said when the lag is looked at twice a second. */
function watched(lags: readonly number[]): number[] {
  const watch = new TimeWatch();
  return lags.map((lag, at) => Number(watch.look(BigInt(lag * 1e6), at * 500) / 1_000_000n)).filter(Boolean);
}
const steady = (lag: number, seconds: number): number[] => Array<number>(seconds * 2).fill(lag);

test('time that drifts is set right, once it has lasted; what a busy machine adds is not', () => {
  expect(watched(steady(300, 60))).toEqual([]);
  expect(watched([...steady(300, 8), ...steady(3000, 3), ...steady(300, 60)])).toEqual([]);
  expect(watched([...steady(300, 8), ...steady(0, 3), ...steady(300, 60)])).toEqual([]);
  expect(watched([...steady(300, 8), ...steady(450, 60)])).toEqual([]);
  expect(watched([...steady(300, 8), ...steady(700, 20)])).toEqual([400]);
  expect(watched([...steady(300, 8), ...steady(-700, 20)])).toEqual([-1000]);
});
