import { expect } from '@jest/globals';
import { briefCaps, parseCaps } from '../../core/src/feed/caps';

test.each<[string, string, string[]]>([
  ['application/ogg', 'application/ogg', []],
  ['application/ogg, streamheader=(buffer)< 4f67, 6753 >', 'application/ogg', ['4f67', '6753']],
  [
    'video/mpegts, systemstream=(boolean)true, packetsize=(int)188, streamheader=(buffer)4740',
    'video/mpegts',
    ['4740'],
  ],
  ['a/b, streamheader=(buffer)<4f67>', 'a/b', ['4f67']],
  ['a/b, streamheader=< (buffer)4f67, (buffer)6753 >, x=(int)1', 'a/b', ['4f67', '6753']],
  ['a/b, streamheader=(buffer){ 4f67, 6753 };', 'a/b', ['4f67', '6753']],
  ['a/b, t=(string)"x\\", streamheader=(buffer)00", streamheader=(buffer)ff', 'a/b', ['ff']],
  ['a/b, r=(int)[ 1, 5 ], f={ (fraction)25/1, (fraction)30/1 }, streamheader=(buffer)ff', 'a/b', ['ff']],
  ['video/x-raw(memory:DMABuf), width=(int)320', 'video/x-raw', []],
])('%s', (text, mediaType, headers) => {
  const caps = parseCaps(text);
  expect(caps.mediaType).toBe(mediaType);
  expect(caps.streamHeader.map((buffer) => buffer.toString('hex'))).toEqual(headers);
  expect(caps.text).toBe(text);
});

test.each(['', '<script>', 'a/b, =3', 'a/b, x="open', 'a/b, x=< 1, 2', 'a/b, x=1 >', 'a/b c/d'])(
  '%j is refused',
  (text) => {
    expect(() => parseCaps(text)).toThrow(expect.objectContaining({ code: 'feed-invalid' }));
  },
);

test.each(['a/b, streamheader=(buffer)xyz', 'a/b, streamheader=(buffer)< 4f6 >'])('%j: no bytes', (text) => {
  expect(() => parseCaps(text)).toThrow(/expected hexadecimal/);
});

test('brief caps leave buffers out, and every field when there are too many', () => {
  const text =
    'video/x-h264, codec_data=(buffer)01f4, stream-format=(string)avc, width=(int)320, streamheader=(buffer)< 00, 01 >';
  expect(briefCaps(text, 200)).toBe('video/x-h264, stream-format=(string)avc, width=(int)320');
  expect(briefCaps(text, 20)).toBe('video/x-h264');
});
