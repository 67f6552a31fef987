import { afterEach, expect, test } from '@jest/globals';
import { codecs, pictures } from '../../../test/support/decode';
import { media, muxed } from '../../../test/support/encoded';
import { playComponent, type Played } from '../../../test/support/play-component';
import { BARS, testEvenSizes, testVideoEncoder } from '../../../test/support/video-encoder';
import h265 from '../src';

const SOFTWARE = { implementation: 'software', threads: 1 };

testVideoEncoder({
  encoder: h265,
  caps: /^video\/x-h265.*stream-format=\(string\)byte-stream, alignment=\(string\)au/,
  properties: SOFTWARE,
  through: 'h265parse',
});

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('every muxer of H.265 takes it, at the first key frame', async () => {
  played = await playComponent(h265, {
    properties: { ...SOFTWARE, 'keyframe-maxdistance': 4, profile: 'main-10' },
    inputs: { default: BARS },
  });
  const output = played.output();
  await output.have(15);
  expect(output.caps[0]?.text).toContain('profile=(string)main-10');
  expect(media(output).filter(({ delta }) => !delta).length).toBeGreaterThan(2);
  for (const mux of ['mpegtsmux', 'h265parse ! mp4mux', 'h265parse ! matroskamux']) {
    const [names, shown] = await muxed(
      output,
      async (file) => [await codecs(file), await pictures(file, { width: 160, height: 120 })] as const,
      { mux },
    );
    expect(names).toContain('hevc');
    expect(shown.length).toBeGreaterThan(8);
  }
});

test('without hardware software does it, and says so', async () => {
  played = await playComponent(h265, { properties: { threads: 1 }, inputs: { default: BARS } });
  await played.output().have(1);
  expect(played.state.stats).toEqual({ encoder: 'x265enc' });
  expect(played.state.messages).toMatchObject([{ level: 'info', id: 'software-encoder' }]);
});

testEvenSizes(h265, SOFTWARE);
