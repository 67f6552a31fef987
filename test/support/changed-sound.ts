import { expect, test } from '@jest/globals';
import type { ComponentDefinition, PropertyValues } from '../../core/src/plugin';
import { media } from './encoded';
import { playComponent } from './play-component';
import { waitUntil } from './wait-until';

/** Seconds of sound before it takes another form. */
const FIRST = 2;
/** Nanoseconds that a resampler may lose where it begins anew, at the most. */
const LONGEST_GAP = 12_000_000;

/** Sound that becomes another, 48 kHz and stereo in place of 44.1 kHz and mono, in the middle. */
const CHANGING = [
  'concat name=all',
  `audiotestsrc num-buffers=${String(Math.round((FIRST * 44_100) / 1024))} ! audio/x-raw,format=S16LE,rate=44100,channels=1 ! all.`,
  'audiotestsrc ! audio/x-raw,format=S16LE,rate=48000,channels=2,layout=interleaved ! all.',
  'all. ! clocksync',
].join(' ');

/** The test that an encoder goes on as it began when sound takes another form: other headers would begin all behind it anew. */
export function testChangedSound(encoder: ComponentDefinition, properties: PropertyValues = {}): void {
  test('sound that changes its rate and channels goes on in the form of the beginning, without a gap that is heard', async () => {
    const played = await playComponent(encoder, { properties, inputs: { default: CHANGING } });
    try {
      const output = played.output();
      const end = (): number => {
        const [first, last] = [media(output)[0]?.pts ?? 0n, media(output).at(-1)?.pts ?? 0n];
        return Number(last - first) / 1e9;
      };
      await waitUntil('sound of the other form', () => end() > FIRST + 1, 30_000);
      const forms = output.caps.map(({ text, streamHeader }) => [
        text.replace(/, streamheader=.*/, ''),
        ...streamHeader.map((header) => header.toString('hex', 0, 40)),
      ]);
      expect(new Set(forms.map(String)).size).toBe(1);
      const times = media(output).map(({ pts = 0n, duration = 0n }) => ({ pts, duration }));
      const gaps = times
        .slice(1)
        .map(({ pts }, index) => Number(pts - (times[index]?.pts ?? 0n) - (times[index]?.duration ?? 0n)));
      expect(Math.max(...gaps.slice(2).map(Math.abs))).toBeLessThan(LONGEST_GAP);
    } finally {
      await played.stop();
    }
  });
}
