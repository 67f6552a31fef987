import { soundOf, startOf } from '../app/component/wav';

/** A WAV file of 16 bit. */
function wav(channels: number, rate: number, samples: readonly number[], bits = 16): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint16(34, bits, true);
  samples.forEach((sample, at) => view.setInt16(44 + 2 * at, sample, true));
  return view.buffer;
}

test('the samples of each channel', () => {
  const { rate, channels } = soundOf(wav(2, 32_000, [0x4000, -0x8000, 0, 0x2000]));
  expect(rate).toBe(32_000);
  expect(channels.map((samples) => [...samples])).toEqual([
    [0.5, 0],
    [-1, 0.25],
  ]);
});

test.each([
  ['of another depth', wav(1, 8000, [1, 2], 8)],
  ['too short', new ArrayBuffer(10)],
])('what is %s is refused', (_, given) => {
  expect(() => soundOf(given)).toThrow('no sound that this page knows');
});

test('pieces are heard right behind each other', () => {
  expect(startOf(10, 10.2)).toBe(10.2);
});

test('the first piece, and one that comes too late, begin a little later, so that the next finds its place', () => {
  expect(startOf(10, 0)).toBeCloseTo(10.3);
  expect(startOf(10, 9.99)).toBeCloseTo(10.3);
});

test('what would be heard too late is left out', () => {
  expect(startOf(10, 11.6)).toBeUndefined();
});
