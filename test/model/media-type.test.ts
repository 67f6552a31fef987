import { capsCanMeet, mediaTypes } from '../../core/src/model/media-type';

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
  ])('%s to %s: %s', (given, taken, meet) => {
    expect(capsCanMeet(given, taken)).toBe(meet);
  });
});
