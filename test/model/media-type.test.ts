import { capsCanMeet, mediaTypes, mediumOf, surelyLack } from '../../core/src/model/media-type';

describe('media types of a caps text', () => {
  it.each([
    ['video/x-raw', ['video/x-raw']],
    ['video/x-raw, format=I420, width=[1,4096]', ['video/x-raw']],
    ['video/x-raw(memory:SystemMemory), format=I420; image/jpeg', ['video/x-raw', 'image/jpeg']],
    ['video/x-raw, format={I420; YV12}; audio/x-raw', ['video/x-raw', 'audio/x-raw']],
    ['application/x-test, text="a;b, c"; ANY', ['application/x-test', 'ANY']],
    ['ANY', ['ANY']],
    ['', []],
  ])('%s', (caps, types) => {
    expect(mediaTypes(caps)).toEqual(types);
  });
});

describe('whether caps can meet', () => {
  it.each([
    ['video/x-raw', 'video/x-raw, format=I420', true],
    ['video/x-raw', 'video/x-theora', false],
    ['video/x-theora', 'video/x-vp8; video/x-theora', true],
    ['ANY', 'video/x-theora', true],
    ['audio/x-raw', 'ANY', true],
    ['', 'video/x-raw', false],
    ['audio/mpeg, mpegversion=(int)1, layer=(int)3', 'audio/mpeg, mpegversion=4', false],
    ['audio/mpeg, mpegversion=4, stream-format=raw', 'audio/mpeg, mpegversion=(int)4', true],
    ['audio/mpeg', 'audio/mpeg, mpegversion=(int)4', true],
    ['audio/mpeg, mpegversion=1; audio/mpeg, mpegversion=4', 'audio/mpeg, mpegversion=(int)4', true],
    ['audio/mpeg, mpegversion={1, 4}', 'audio/mpeg, mpegversion=4', true],
    ['audio/mpeg, mpegversion=(int)1', 'audio/mpeg, mpegversion=(int){ 2, 4 }, stream-format=raw', false],
    ['audio/mpeg, mpegversion=1', 'audio/mpeg, mpegversion=[1, 4]', true],
  ])('%s to %s: %s', (given, taken, meet) => {
    expect(capsCanMeet(given, taken)).toBe(meet);
  });
});

test.each([
  ['video/x-raw', 'video'],
  ['image/jpeg; video/x-h264', 'video'],
  ['audio/x-raw, rate=8000', 'audio'],
  ['audio/x-raw; video/x-raw', undefined],
  ['application/ogg', undefined],
  ['ANY', undefined],
  ['', undefined],
])('the medium of %s is %s', (caps, medium) => {
  expect(mediumOf(caps)).toBe(medium);
});

test.each([
  ['audio/x-vorbis', 'video', true],
  ['audio/webm; video/webm', 'video', false],
  ['video/x-h264', 'audio', true],
  ['image/jpeg', 'audio', true],
  ['video/mpegts', 'audio', false],
  ['video/x-dv', 'audio', false],
  ['application/ogg', 'audio', false],
  ['ANY', 'video', false],
  ['', 'video', false],
] as const)('%s surely lacks %s: %s', (caps, medium, lacks) => {
  expect(surelyLack(caps, medium)).toBe(lacks);
});
