import { advise } from '../gst/advice';
import type { Gst } from '../gst/gst';
import { missingMedia } from '../gst/media-problem';
import type { Logger } from '../log/logger';
import {
  defineComponent,
  levelsOf,
  SILENCE,
  type ElementMessage,
  type PipelineError,
  type TapHandler,
} from '../plugin';
import type { FeedSource, JobSpec } from '../rpc/job-spec';
import { SOUND_RATE, type PreviewLook, type PreviewMedium } from '../rpc/look-messages';
import { GstMedia } from './gst-media';
import { MoodKeeper } from './mood-keeper';

/** Fixed texts: raw, encoded and muxed feeds all go through the decoder, and of muxed ones only what is shown is decoded. */
const PIPELINES: Readonly<Record<PreviewMedium, string>> = {
  picture:
    '@eater:default@ ! decodebin name=decoder caps="video/x-raw(ANY)" expose-all-streams=false ' +
    'decoder. ! queue leaky=downstream max-size-buffers=2 max-size-bytes=0 max-size-time=0 ! videorate max-rate=5 skip-to-first=true ' +
    '! videoscale ! video/x-raw,width=320,pixel-aspect-ratio=1/1 ! videoconvert ! jpegenc quality=80 ! @tap:look@',
  sound:
    '@eater:default@ ! decodebin name=decoder caps="audio/x-raw(ANY)" expose-all-streams=false ' +
    'decoder. ! queue leaky=downstream max-size-time=1000000000 ! audioconvert ! level interval=100000000 ' +
    `! audioconvert ! audioresample ! audio/x-raw,format=S16LE,layout=interleaved,rate=${SOUND_RATE},channels=[1,2] ! @tap:look@`,
};

/** What a preview tells. */
export interface PreviewEvents {
  look(look: PreviewLook): void;
  /** The feed is away; what was seen is old. */
  lost(reason: string): void;
  /** Nothing can be shown. */
  failed(reason: string): void;
}

/** Milliseconds between looks at the connection. */
const WATCH = 500;

/** Bytes of a sample of one channel. */
const SAMPLE = 2;
/** Samples of each channel in a piece of sound: a quarter of a second. */
const PIECE = SOUND_RATE / 4;

/** Eats a feed, and shows its pictures, or its sound and how loud that is. */
export class PreviewMedia {
  private readonly media: GstMedia;
  private connected = false;
  /** Whether somebody wants the sound itself. */
  private heard = false;
  private readonly latest = { picture: 0, level: 0, sound: 0 };
  private watch: NodeJS.Timeout | undefined;

  /** @throws FlumotionError when the pipeline cannot be built. */
  constructor(
    gst: Gst,
    medium: PreviewMedium,
    source: FeedSource,
    private readonly events: PreviewEvents,
    log: Logger,
  ) {
    const { spec: component } = defineComponent({
      type: 'preview',
      kind: 'consumer',
      description: 'Shows a feed to who looks.',
      eaters: { default: { caps: 'ANY' } },
      pipeline: PIPELINES[medium],
    });
    const missing: string[] = [];
    const fail = (error: PipelineError): void => {
      events.failed(failure(error, missing));
    };
    const reporter = {
      listens: medium === 'sound',
      error: fail,
      warning: () => undefined,
      ended: () => undefined,
      joined: () => undefined,
      element: (message: ElementMessage) => {
        if (message.name === 'level') this.level(message);
        if (message.name !== 'missing-plugin') return;
        const media = missingMedia(message.text);
        if (media !== undefined) missing.push(media);
      },
    };
    // A decoder that waits for media keeps the pipeline from playing: how long that may last is for who looks to say.
    const mood = new MoodKeeper(() => undefined);
    this.media = new GstMedia(gst, specOf(medium, source), component, PIPELINES[medium], reporter, mood, log);
    // Headers have no times, and count from zero: with the first buffer of an old flow the queue would be full by time, and let
    // the headers go before a decoder is there to take them. It stays bounded by bytes.
    this.media.element('eater0-queue')?.set('max-size-time', '0');
    this.media.tap('look', medium === 'picture' ? this.pictures() : this.sounds());
  }

  /** From now on sound is told too; without it nobody but the meter listens. */
  hear(): void {
    this.heard = true;
  }

  /** Begins. */
  async start(): Promise<void> {
    await this.media.open();
    await this.media.play();
    this.watch = setInterval(() => {
      const [eater] = this.media.eaters();
      const connected = eater?.connected === true;
      if (this.connected && !connected) this.events.lost(eater?.reason ?? 'the feed is away');
      this.connected = connected;
    }, WATCH);
  }

  /** Ends it. */
  async close(): Promise<void> {
    clearInterval(this.watch);
    await this.media.close();
  }

  private level(message: ElementMessage): void {
    const [peak, rms, decay] = (['peak', 'rms', 'decay'] as const).map((field) => levelsOf(message, field));
    const value = (of: readonly number[] | undefined, channel: number): number =>
      Math.round(Math.max(SILENCE, of?.[channel] ?? SILENCE) * 10) / 10;
    const level = (peak ?? []).map((_, channel) => ({
      peak: value(peak, channel),
      rms: value(rms, channel),
      decay: value(decay, channel),
    }));
    this.events.look({ level, time: this.timeOf('level') });
  }

  private pictures(): TapHandler {
    return {
      caps: () => undefined,
      buffer: ({ data }) => {
        this.events.look({ picture: data.toString('base64'), time: this.timeOf('picture') });
      },
    };
  }

  /** Sound comes in many small buffers, and is told in pieces of one length. */
  private sounds(): TapHandler {
    let channels = 1;
    let waiting: Buffer = Buffer.alloc(0);
    return {
      caps: ({ text }) => {
        channels = Number(/\bchannels=\(int\)(\d+)/.exec(text)?.[1] ?? 1);
        waiting = Buffer.alloc(0);
      },
      buffer: ({ data }) => {
        if (!this.heard) return;
        waiting = Buffer.concat([waiting, data]);
        const size = PIECE * channels * SAMPLE;
        for (; waiting.length >= size; waiting = waiting.subarray(size)) {
          const samples = waiting.toString('base64', 0, size);
          this.events.look({ sound: { channels, samples }, time: this.timeOf('sound') });
        }
      },
    };
  }

  /** Now, but later than the one before, also when the clock is set back. */
  private timeOf(kind: keyof PreviewMedia['latest']): number {
    return (this.latest[kind] = Math.max(Date.now(), this.latest[kind] + 1));
  }
}

/** What went wrong, and what to do: most often a decoder is not on the machine. */
function failure(error: PipelineError, missing: readonly string[]): string {
  const { id, text, advice, debug } = advise(error);
  if (id === 'codec-missing' && missing.length > 0)
    return `a decoder for ${missing.join(', ')} is not on its machine; ${advice ?? ''}`;
  return [text, id === 'pipeline-error' ? debug : advice].filter(Boolean).join('; ');
}

/** A job that eats the feed and is not in the planet. */
function specOf(medium: PreviewMedium, source: FeedSource): JobSpec {
  return {
    id: `/preview/${medium}`,
    type: 'preview',
    packageDir: '',
    properties: {},
    plugs: [],
    eaters: [{ eater: 'default', alias: 'default', wants: source.feed, source }],
    feeders: [],
    orphanTimeout: 0,
  };
}
