import type { Gst } from '../gst/gst';
import type { Logger } from '../log/logger';
import { defineComponent, levelsOf, SILENCE, type ElementMessage, type PipelineError } from '../plugin';
import type { FeedSource, JobSpec } from '../rpc/job-spec';
import type { PreviewKind, PreviewLook } from '../rpc/look-messages';
import { GstMedia } from './gst-media';
import { MoodKeeper } from './mood-keeper';

/** Fixed texts: raw, encoded and muxed feeds all go through the decoder, and of muxed ones only what is shown is decoded. */
const PIPELINES: Readonly<Record<PreviewKind, string>> = {
  picture:
    '@eater:default@ ! decodebin name=decoder caps="video/x-raw(ANY)" expose-all-streams=false ' +
    'decoder. ! queue leaky=downstream max-size-buffers=2 max-size-bytes=0 max-size-time=0 ! videorate max-rate=5 skip-to-first=true ' +
    '! videoscale ! video/x-raw,width=320,pixel-aspect-ratio=1/1 ! videoconvert ! jpegenc quality=80 ! @tap:look@',
  level:
    '@eater:default@ ! decodebin name=decoder caps="audio/x-raw(ANY)" expose-all-streams=false ' +
    'decoder. ! queue leaky=downstream max-size-time=1000000000 ! audioconvert ! level interval=100000000 ' +
    '! fakesink sync=false async=false enable-last-sample=false',
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

/** Eats a feed, and shows its picture or how loud it is. */
export class PreviewMedia {
  private readonly media: GstMedia;
  private connected = false;
  private watch: NodeJS.Timeout | undefined;

  /** @throws FlumotionError when the pipeline cannot be built. */
  constructor(
    gst: Gst,
    kind: PreviewKind,
    source: FeedSource,
    private readonly events: PreviewEvents,
    log: Logger,
  ) {
    const { spec: component } = defineComponent({
      type: 'preview',
      kind: 'consumer',
      description: 'Shows a feed to who looks.',
      eaters: { default: { caps: 'ANY' } },
      pipeline: PIPELINES[kind],
    });
    const fail = ({ source: element, text, debug }: PipelineError): void => {
      events.failed([`${element}: ${text}`, debug].filter((part) => part !== '').join('; '));
    };
    const reporter = {
      listens: kind === 'level',
      error: fail,
      warning: () => undefined,
      ended: () => undefined,
      joined: () => undefined,
      element: (message: ElementMessage) => {
        if (message.name === 'level') this.level(message);
      },
    };
    // A decoder that waits for media keeps the pipeline from playing: how long that may last is for who looks to say.
    const mood = new MoodKeeper(() => undefined);
    this.media = new GstMedia(gst, specOf(kind, source), component, PIPELINES[kind], reporter, mood, log);
    if (kind === 'picture') {
      this.media.tap('look', {
        caps: () => undefined,
        buffer: ({ data }) => {
          this.events.look({ picture: data.toString('base64'), time: Date.now() });
        },
      });
    }
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
    this.events.look({ level, time: Date.now() });
  }
}

/** A job that eats the feed and is not in the planet. */
function specOf(kind: PreviewKind, source: FeedSource): JobSpec {
  return {
    id: `/preview/${kind}`,
    type: 'preview',
    packageDir: '',
    properties: {},
    plugs: [],
    eaters: [{ eater: 'default', alias: 'default', wants: source.feed, source }],
    feeders: [],
    orphanTimeout: 0,
  };
}
