import { capsText } from '../../core/src/plugin';

test('numbers, fractions, words and choices become caps; what has no value is left out', () => {
  expect(
    capsText('video/x-raw', {
      format: 'I420',
      width: 320,
      height: undefined,
      framerate: [30_000, 1001],
      rate: { oneOf: [44_100, 48_000] },
      layout: { oneOf: ['interleaved'] },
    }),
  ).toBe(
    'video/x-raw, format=I420, width=320, framerate=30000/1001, rate={ 44100, 48000 }, layout={ interleaved }',
  );
  expect(capsText('audio/x-raw', {})).toBe('audio/x-raw');
});

test.each([
  ['a second structure', 'I420; video/x-dv'],
  ['another field', 'I420, width=1'],
  ['a quote', 'I"420'],
  ['nothing', ''],
  ['no number', Number.NaN],
  ['half a pixel', 1.5],
  ['an endless number', Infinity],
  ['a fraction of that', [25, 0.5] as const],
  ['an empty choice', { oneOf: [] }],
  ['a choice of that', { oneOf: ['a b'] }],
])('%s never becomes a part of caps', (_, value) => {
  expect(() => capsText('video/x-raw', { format: value })).toThrow('caps field format');
});
