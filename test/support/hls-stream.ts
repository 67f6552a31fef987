import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, ComponentDefinition, TapHandler } from '../../core/src/plugin';
import { consumer as hls } from '../../plugins/hls/src/consumer/consumer';
import type { Properties } from '../../plugins/hls/src/consumer/declaration';
import { fakeContext, type FakeContext } from './fake-context';
import { beeping, flashing } from './late-joiner';
import { playComponent, type Played } from './play-component';
import { waitUntil } from './wait-until';

const behaviour = hls.behaviour as unknown as Behaviour<Properties>;

/** A live HLS stream in a folder of its own: a real muxer, fed with a flashing picture and a beeping sound. */
export class HlsStream {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-hls-'));
  readonly context: FakeContext<Properties>;
  private played: Played | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly muxer: ComponentDefinition) {
    this.context = fakeContext<Properties>({
      directory: this.folder,
      'playlist-name': 'live.m3u8',
      'segment-prefix': 'segment',
      'segment-duration': 1,
      window: 8,
      'keep-segments': undefined,
      'program-date-time': true,
    });
  }

  /** Starts it and waits for so many segments. */
  async start(segments: number): Promise<void> {
    this.played = await playComponent(this.muxer, {
      inputs: {
        'default:video': flashing(
          'x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 ! video/x-h264,profile=constrained-baseline',
        ),
        'default:audio': beeping('avenc_aac'),
      },
    });
    await behaviour.start?.(this.context);
    const tap = this.context.taps.get('default') as TapHandler;
    const output = this.played.output();
    let [caps, buffers] = [0, 0];
    this.timer = setInterval(() => {
      for (; caps < output.caps.length; caps++) tap.caps(output.caps[caps] as (typeof output.caps)[number]);
      for (; buffers < output.buffers.length; buffers++)
        tap.buffer(output.buffers[buffers] as (typeof output.buffers)[number]);
    }, 20);
    await waitUntil(
      `${String(segments)} segments`,
      () => Number(this.context.stats['segments'] ?? 0) >= segments,
      30_000,
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.played?.stop();
    await behaviour.stop?.(this.context);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
