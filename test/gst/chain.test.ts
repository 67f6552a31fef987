import { expect, test } from '@jest/globals';
import { readChain } from '../../core/src/gst/chain';

test('a plain chain is read', () => {
  expect(readChain('audioconvert ! volume name=volume volume=0.5  mute=true!level')).toEqual([
    { factory: 'audioconvert', name: undefined, settings: [] },
    {
      factory: 'volume',
      name: 'volume',
      settings: [
        ['volume', '0.5'],
        ['mute', 'true'],
      ],
    },
    { factory: 'level', name: undefined, settings: [] },
  ]);
});

test.each([
  ['', 'is no element'],
  ['audioconvert !', 'is no element'],
  ['audioconvert ! audio/x-raw,rate=44100 ! level', '"audio/x-raw,rate=44100" is no element'],
  ['tee name=t t. ! fakesink', '"t." is no plain setting of tee'],
  ['volume name="a b"', 'no plain setting'],
  ['@eater:x@ ! level', 'is no element'],
  ['volume name=@x@', 'no plain setting'],
])('%j is refused', (text, words) => {
  expect(() => readChain(text)).toThrow(words);
});
