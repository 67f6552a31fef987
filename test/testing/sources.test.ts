import { describe, expect, it } from '@jest/globals';
import { isCaps, testSource } from '../../core/src/testing/sources';

describe('testSource', () => {
  it.each([
    ['ANY', /^videotestsrc .*I420/],
    ['video/x-raw', /^videotestsrc .*I420/],
    ['audio/x-raw', /^audiotestsrc .*rate=44100/],
    ['video/x-theora; audio/x-vorbis', /theoraenc/],
    ['audio/x-vorbis', /vorbisenc/],
    ['application/ogg', /oggmux/],
  ])('has one for %s', (caps, text) => {
    expect(testSource(caps).text).toMatch(text);
    expect(testSource(caps).caps).toBeUndefined();
  });

  it('holds raw media to the caps, with the usual values where they leave a field open', () => {
    const { text, caps } = testSource('video/x-raw, width=64, framerate=10/1');
    expect(text).toMatch(/videoscale.*capsfilter name=wanted$/);
    expect(text).not.toContain('64');
    expect(caps).toBe('video/x-raw, width=64, framerate=10/1,format=I420,height=240');
    expect(testSource('audio/x-raw,rate=8000').caps).toBe(
      'audio/x-raw,rate=8000,format=S16LE,layout=interleaved,channels=2',
    );
  });

  it('says what to do when it has none', () => {
    expect(() => testSource('video/x-dv')).toThrow(
      /no test source for video\/x-dv; give launch text.*inputs/,
    );
  });
});

describe('isCaps', () => {
  it.each([
    ['video/x-raw,width=64', true],
    ['ANY', true],
    ['audio/x-raw; video/x-raw', true],
    ['videotestsrc ! video/x-raw,width=64', false],
    ['videotestsrc', false],
  ])('%s: %s', (text, expected) => {
    expect(isCaps(text)).toBe(expected);
  });
});
