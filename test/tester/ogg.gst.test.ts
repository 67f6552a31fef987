import { gstStream, oggStream } from '../support/gst-stream';
import { checkOgg, finished, oggReasons, splitPages } from '../support/ogg-damage';

const stream = finished(oggStream(1000));
const pages = splitPages(stream);
const raw = pages.map((page) => page.bytes);
const [theora, vorbis] = pages.filter((page) => page.first).map((page) => page.serial);
const firstMedia = pages.findIndex((page) => page.granule !== 0n);
const media = pages.slice(firstMedia);

describe('a real Ogg stream', () => {
  it.each([1, 2, 27, 100, 4096, Infinity])('is good in pieces of %d bytes', (size) => {
    const checker = checkOgg(stream, size);
    checker.end();
    expect(checker.problems).toEqual([]);
    expect(checker.finished).toBe(true);
    expect(checker.pages).toBe(pages.length);
    expect(checker.awaits).toBeUndefined();
    expect(checker.description).toBe('Ogg: theora, vorbis');
  });

  it('is long enough to prove anything', () => {
    expect(media.filter((each) => each.serial === theora).length).toBeGreaterThan(8);
    expect(media.filter((each) => each.serial === vorbis).length).toBeGreaterThan(8);
  });

  it.each([
    ['opus', 'audiotestsrc num-buffers=100 ! audio/x-raw,rate=48000 ! opusenc ! oggmux ! filesink name=out'],
    ['flac', 'audiotestsrc num-buffers=100 ! flacenc ! oggmux ! filesink name=out'],
    [
      'speex',
      'audiotestsrc num-buffers=100 ! audio/x-raw,rate=16000 ! speexenc ! oggmux ! filesink name=out',
    ],
  ])('may hold %s', (codec, pipeline) => {
    const checker = checkOgg(gstStream(pipeline));
    checker.end();
    expect(checker.problems).toEqual([]);
    expect(checker.awaits).toBeUndefined();
    expect(checker.description).toBe(`Ogg: ${codec}`);
  });

  it('may follow another one that has ended', () => {
    const checker = checkOgg([stream, stream]);
    checker.end();
    expect(checker.problems).toEqual([]);
    expect(checker.links).toBe(2);
  });

  it('may be joined in the middle at a keyframe, once', () => {
    const all = splitPages(oggStream(1));
    const start = all.findIndex((each) => each.granule !== 0n);
    const middle = start + Math.floor((all.length - start) / 2);
    const joined = all.filter((_, index) => index < start || index >= middle).map((each) => each.bytes);
    expect(oggReasons(joined)).toEqual([]);
    const twice = all.filter((_, index) => index < start || (index >= middle && index !== middle + 5));
    expect(oggReasons(twice.map((each) => each.bytes))).toEqual(['pages are missing']);
  });

  it('says what it awaits', () => {
    expect(checkOgg([]).awaits).toBe('the first Ogg page');
    expect(checkOgg(raw.slice(0, 2)).awaits).toBe('the headers of theora and vorbis');
    expect(checkOgg(raw.slice(0, firstMedia)).awaits).toBe('theora and vorbis after the headers');
  });
});
