import { afterEach, expect, test } from '@jest/globals';
import { codecs } from '../../../test/support/decode';
import { muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { BARS, testVideoEncoder } from '../../../test/support/video-encoder';
import av1 from '../src';

const PROPERTIES = { speed: 4, threads: 1 };

testVideoEncoder({
  encoder: av1,
  caps: /^video\/x-av1, alignment=\(string\)tu,.* stream-format=\(string\)obu-stream/,
  properties: PROPERTIES,
  // av1enc of GStreamer 1.22 drops the request.
  deaf: true,
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('every muxer of AV1 takes it, and the stat says what encodes', async () => {
  played = await playComponent(av1, {
    properties: { ...PROPERTIES, 'keyframe-maxdistance': 4 },
    inputs: { default: BARS },
  });
  await played.output().have(15);
  expect(played.state.stats).toEqual({ encoder: 'av1enc' });
  for (const mux of ['matroskamux', 'webmmux', 'av1parse ! mp4mux']) {
    expect(await muxed(played.output(), codecs, { mux })).toEqual(['av1']);
  }
});
