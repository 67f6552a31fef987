import { afterEach, expect, test } from '@jest/globals';
import type { ComponentDefinition, PropertyValues } from '../../core/src/plugin';
import {
  bitrate,
  crossGap,
  decodedPictures,
  keyframeDistances,
  meanDifference,
  media,
  picturesBeforeKeyframe,
  testPicture,
} from './encoded';
import { playComponent, type Played } from './play-component';
import { restartsCleanly } from './restarts';

const [WIDTH, HEIGHT] = [160, 120];
/** A picture that does not move, with 25 frames a second. */
export const BARS = `videotestsrc is-live=true pattern=smpte75 ! video/x-raw,format=I420,width=${String(WIDTH)},height=${String(HEIGHT)},framerate=25/1`;
/** As hard to encode as can be, but small. */
const SNOW =
  'videotestsrc is-live=true pattern=snow ! video/x-raw,format=I420,width=80,height=64,framerate=50/1';
/** Mean difference of luma, 0 to 255, of a picture that was encoded well. */
const CLOSE = 3;
/** Seconds a flow may have been running: a month. */
const LONG = 2_600_000;
/** Bit rates before and after a change, in bit/s. */
const LOW = 300_000;
const HIGH = 1_200_000;

/** A video encoder and what is to be seen of it. */
export interface VideoEncoder {
  readonly encoder: ComponentDefinition;
  /** What the caps must show. */
  readonly caps: RegExp;
  /** Properties for little work. */
  readonly properties?: PropertyValues;
  /** Launch text between the feed and a Matroska muxer. */
  readonly through?: string;
  /** The element gives no keyframe on request: a late eater waits for the next. */
  readonly deaf?: boolean;
}

/**
 * The tests that every video encoder has to pass, on real GStreamer: the picture, the distance of keyframes, the bit
 * rate and its change, a keyframe for who comes late, a lost feed, restarts. `bitrate` and `keyframe-maxdistance` are
 * its properties.
 */
export function testVideoEncoder({
  encoder,
  caps,
  properties = {},
  through,
  deaf = false,
}: VideoEncoder): void {
  let played: Played | undefined;
  afterEach(async () => {
    await played?.stop();
    played = undefined;
  });

  async function encode(more: PropertyValues = {}, source = BARS, past = 0): Promise<Played> {
    played = await playComponent(encoder, {
      properties: { ...properties, ...more },
      inputs: { default: source },
      past,
    });
    return played;
  }

  test('pictures are those of the source, in order and without delay, and key frames as often as asked for', async () => {
    const one = await encode({ 'keyframe-maxdistance': 6 }, BARS.replace('I420', 'YUY2'));
    const output = one.output();
    await output.have(25);
    const { times } = output;
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    await one.keepsUp();
    expect(output.caps[0]?.text).toMatch(caps);
    expect(output.caps[0]?.text).toMatch(/width=\(int\)160, height=\(int\)120/);
    const distances = keyframeDistances(output);
    expect(distances.length).toBeGreaterThan(2);
    expect(Math.max(...distances)).toBeLessThanOrEqual(6);
    const shown = await decodedPictures(output, { width: WIDTH, height: HEIGHT }, through);
    expect(shown.length).toBeGreaterThan(15);
    const source = await testPicture('smpte75', WIDTH, HEIGHT);
    for (const { pixels } of shown) expect(meanDifference(pixels, source)).toBeLessThan(CLOSE);
  });

  test('the bit rate is kept, and can change while it plays', async () => {
    const output = (await encode({ bitrate: LOW }, SNOW)).output();
    await output.have(60);
    const low = bitrate(output, 30);
    await played?.set('bitrate', HIGH);
    const from = media(output).length;
    await output.have(from + 60);
    const high = bitrate(output, from + 30);
    expect(low).toBeGreaterThan(LOW / 2);
    expect(low).toBeLessThan(1.8 * LOW);
    expect(high).toBeGreaterThan(HIGH / 2);
    expect(high).toBeLessThan(1.8 * HIGH);
  });

  test('an eater that comes late begins with a key frame', async () => {
    const [distance, most] = deaf ? [12, 12] : [10_000, 4];
    expect(
      await picturesBeforeKeyframe(await encode({ 'keyframe-maxdistance': distance })),
    ).toBeLessThanOrEqual(most);
  });

  test('a feed that is lost and comes back leaves a gap, no delay, also in a flow that runs for long', async () => {
    expect(await crossGap(await encode({}, BARS, LONG))).toBeGreaterThan(0.4);
  });

  test('starting and stopping leaves nothing behind', async () => {
    await restartsCleanly(encoder, { properties, inputs: { default: BARS } });
  }, 60_000);
}

/** Tests that pictures of an odd width or height come out a pixel smaller: the encoder's form has half the colours in each direction. */
export function testEvenSizes(encoder: ComponentDefinition, properties: PropertyValues): void {
  test.each([
    [17, 19, 16, 18],
    [321, 241, 320, 240],
    [322, 242, 322, 242],
  ])('pictures of %i by %i come out even: %i by %i', async (width, height, evenWidth, evenHeight) => {
    const bars = `videotestsrc is-live=true pattern=smpte75 ! video/x-raw,format=I420,width=${String(width)},height=${String(height)},framerate=25/1`;
    const played = await playComponent(encoder, { properties, inputs: { default: bars } });
    try {
      await played.output().have(5);
      expect(played.output().caps[0]?.text).toContain(
        `width=(int)${String(evenWidth)}, height=(int)${String(evenHeight)}`,
      );
    } finally {
      await played.stop();
    }
  });
}
