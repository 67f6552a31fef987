import type { FeedBuffer } from '@flumotion/core/plugin';
import { luma, peak, pitch, samples } from '../../../test/support/media-content';
import type { Played } from '../../../test/support/play-component';
import { waitUntil } from '../../../test/support/wait-until';

/** Size and rates of what leaves the switches in these tests. */
export const SHAPE = { width: 64, height: 48, rate: 16_000 };
const SIZE = 'width=64,height=48,framerate=20/1';
const SOUND = 'rate=16000,channels=1,layout=interleaved';

/** Source of pictures of one shade: white, green (a grey between) or black. */
export function pictures(pattern: string, size = SIZE): string {
  return `videotestsrc is-live=true pattern=${pattern} ! video/x-raw,format=I420,${size}`;
}

/** Source of a tone in Hz. */
export function tone(frequency: number, form = SOUND): string {
  return `audiotestsrc is-live=true freq=${String(frequency)} samplesperbuffer=320 ! audio/x-raw,format=S16LE,${form}`;
}

function shade({ data }: FeedBuffer): string {
  const light = luma(data, SHAPE.width, SHAPE.height);
  if (light > 220) return 'white';
  if (light > 130 && light < 160) return 'green';
  return light < 20 ? 'black' : 'other';
}

/** Looks at what a switch has on air. */
export class Air {
  constructor(
    readonly played: Played,
    private readonly video = 'video',
    private readonly audio = 'audio',
  ) {}

  get active(): unknown {
    return this.played.state.stats['active-eater'];
  }

  /** Waits until a source is on air. */
  async onAir(name: string): Promise<void> {
    const said = (): string => JSON.stringify(this.played.state.messages.map(({ text }) => text));
    await waitUntil(`${name} on air`, () => this.active === name).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${String(this.active)} is, ${said()}`);
    });
  }

  /** Waits until the latest pictures are of a shade. */
  async shows(name: string): Promise<void> {
    const { buffers } = this.played.output(this.video);
    const last = (): string[] => buffers.slice(-3).map(shade);
    await waitUntil(`pictures are ${name}`, () => buffers.length >= 3 && last().every((one) => one === name));
  }

  /** Waits until the latest sound is a tone in Hz; 0 for silence. */
  async sounds(frequency: number): Promise<void> {
    const { buffers } = this.played.output(this.audio);
    await waitUntil(`sound of ${String(frequency)} Hz`, () => {
      const sound = samples(Buffer.concat(buffers.slice(-8).map(({ data }) => data)));
      if (sound.length === 0) return false;
      if (frequency === 0) return peak(sound) < 0.01;
      return peak(sound) > 0.1 && Math.abs(pitch(sound, SHAPE.rate) - frequency) < frequency * 0.05;
    });
  }

  /** What follows never sees times go back or leave something out, nor other caps. */
  expectWhole(...feeders: readonly string[]): void {
    for (const feeder of feeders.length > 0 ? feeders : [this.video, this.audio]) {
      const output = this.played.output(feeder);
      const breaks = output.buffers.slice(1).map(({ pts = -1n }, at) => {
        const { pts: before = 0n, duration = 0n } = output.buffers[at] as FeedBuffer;
        return Number(pts - before - duration) / 1e6;
      });
      expect(breaks.filter((milliseconds) => Math.abs(milliseconds) > 2)).toEqual([]);
      expect(new Set(output.caps.map(({ text }) => text)).size).toBe(1);
    }
  }
}
