import { afterEach, expect, test } from '@jest/globals';
import type { ComponentDefinition, PropertyValues } from '../../core/src/plugin';
import { crossGap, decodedSound, media } from './encoded';
import { peak, pitch } from './media-content';
import { playComponent, type Played } from './play-component';
import { restartsCleanly } from './restarts';
import { waitUntil } from './wait-until';

/** A tone as it comes from a sound card. */
export const TONE =
  'audiotestsrc is-live=true freq=440 volume=0.5 samplesperbuffer=1024 ! audio/x-raw,format=S16LE,rate=44100,channels=2,layout=interleaved';
/** Sound without any regularity, the hardest to encode. */
export const NOISE = TONE.replace('freq=440', 'wave=white-noise');
/** Seconds a flow may have been running: a month. */
const LONG = 2_600_000;
/** Seconds at the beginning that are not compared: encoders need some to begin. */
const BEGINNING = 0.3;

/** A sound encoder and what is to be seen of it. */
export interface SoundEncoder {
  readonly encoder: ComponentDefinition;
  /** What the caps must show. */
  readonly caps: RegExp;
  readonly properties?: PropertyValues;
  /** Launch text between the feed and a Matroska muxer. */
  readonly through?: string;
  /** Muxer whose file ffmpeg can decode; Matroska when left out. */
  readonly mux?: string;
  /** Samples a second of the decoded sound. */
  readonly rate: number;
}

/** The tests that every sound encoder has to pass, on real GStreamer: pitch and loudness, times, a lost feed, restarts. */
export function testSoundEncoder({ encoder, caps, properties = {}, through, mux, rate }: SoundEncoder): void {
  let played: Played | undefined;
  afterEach(async () => {
    await played?.stop();
    played = undefined;
  });

  async function encode(past = 0): Promise<Played> {
    played = await playComponent(encoder, { properties, inputs: { default: TONE }, past });
    return played;
  }

  test('the sound is that of the source, without gaps or delay', async () => {
    const one = await encode();
    const output = one.output();
    const span = (): number =>
      Number((media(output).at(-1)?.pts ?? 0n) - (media(output)[0]?.pts ?? 0n)) / 1e9;
    await waitUntil('a second of sound', () => span() > 1.2, 15_000);
    await one.keepsUp();
    expect(output.caps[0]?.text).toMatch(caps);
    const heard = await decodedSound(output, through, mux);
    expect(heard.rate).toBe(rate);
    expect(heard.jumps.filter((jump) => Math.abs(jump) > 0.02)).toEqual([]);
    const samples = heard.samples.subarray(Math.round(BEGINNING * rate));
    expect(samples.length).toBeGreaterThan(rate / 2);
    expect(pitch(samples, rate)).toBeGreaterThan(436);
    expect(pitch(samples, rate)).toBeLessThan(444);
    expect(peak(samples)).toBeGreaterThan(0.4);
    expect(peak(samples)).toBeLessThan(0.75);
  });

  test('a feed that is lost and comes back leaves a gap, no delay, also in a flow that runs for long', async () => {
    expect(await crossGap(await encode(LONG))).toBeGreaterThan(0.4);
  });

  test('starting and stopping leaves nothing behind', async () => {
    await restartsCleanly(encoder, { properties, inputs: { default: TONE } });
  }, 60_000);
}
