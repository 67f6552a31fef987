import { beforeEach, expect, test } from '@jest/globals';
import { fakeContext } from '../../../test/support/fake-context';
import { LOOK, PictureWatch, type PictureValues } from '../src/picture-watch';

const VALUES: PictureValues = {
  'freeze-time': 3,
  'freeze-tolerance': 0,
  'black-time': 2,
  'black-level': 5,
  'black-area': 98,
  'no-data-time': 5,
  'clear-time': 1,
};
const SIZE = (LOOK.width * LOOK.height * 3) / 2;

let context: ReturnType<typeof fakeContext<PictureValues>>;
let watch: PictureWatch;
let now: number;
beforeEach(() => {
  context = fakeContext(VALUES);
  watch = new PictureWatch(context, () => Date.UTC(2026, 0, 1, 12, 0, 0));
  now = 10;
});

/** Shows pictures for some seconds, four a second. */
function show(seconds: number, picture: (count: number) => Buffer): void {
  for (let count = 0; count < seconds * 4; count++, now += 0.25) {
    watch.take({ data: picture(count), pts: BigInt(now * 1e9) });
  }
}

/** A picture of one brightness, in which some parts have another. */
function gray(level: number, other = level, parts = 1): Buffer {
  return Buffer.alloc(SIZE, level).fill(other, 100, 100 + parts);
}

const said = (): readonly string[] => context.said.map(({ id }) => id);

test('a picture that stands still is told of with its time; the smallest change ends that', () => {
  show(3, () => gray(100));
  expect(said()).toEqual([]);
  show(0.25, () => gray(100));
  expect(context.said).toMatchObject([
    { id: 'freeze', level: 'warning', text: 'The picture has stood still since 11:59:57 UTC.' },
  ]);
  show(1.5, (count) => gray(100, 101 + (count % 2)));
  expect(said()).toEqual([]);
  show(20, (count) => gray(100, 101 + (count % 2)));
  expect(said()).toEqual([]);
  expect(context.stats).toMatchObject({ alarms: 1, 'alarm.freeze': 0, brightness: 38.4 });
});

test('small changes are left out of account if wanted, slow ones are not', () => {
  Object.assign(context, { properties: { ...VALUES, 'freeze-tolerance': 2 } });
  show(10, (count) => gray(100 + Math.floor(count / 4)));
  expect(said()).toEqual([]);
  show(4, (count) => gray(100, 99 + (count % 3)));
  expect(said()).toEqual(['freeze']);
});

test('a black picture is told of as that and not as a still one', () => {
  show(2.25, () => gray(16, 200, 40));
  expect(said()).toEqual(['black']);
  show(5, () => gray(16));
  expect(said()).toEqual(['black']);
  show(2, (count) => gray(30, 40 + count));
  expect(said()).toEqual(['black']);
  show(2, (count) => gray(50, 60 + count));
  expect(said()).toEqual([]);
  show(5, (count) => gray(16, 30 + count, 60));
  expect(said()).toEqual([]);
});

test('pictures that come too fast, have no time or are none are left out', () => {
  for (let at = 0; at < 100; at++) watch.take({ data: gray(16), pts: BigInt(at) * 10_000_000n });
  watch.take({ data: gray(16) });
  watch.take({ data: Buffer.alloc(5), pts: 90_000_000_000n });
  expect(said()).toEqual([]);
});
