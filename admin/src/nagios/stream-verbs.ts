import { type Command, InvalidArgumentError } from 'commander';
import { seconds, withConnection, type ConnectOptions } from '../connect/options';
import { check, type CheckTerminal } from './check';
import { checkMood } from './mood';
import { asking } from './nagios';
import { checkStream, type StreamWish } from './stream-check';

interface StreamOptions extends ConnectOptions {
  readonly width?: string;
  readonly height?: string;
  readonly framerate?: string;
  readonly par?: string;
  readonly videoMimetype?: string;
  readonly samplerate?: string;
  readonly channels?: string;
  readonly audioWidth?: string;
  readonly audioDepth?: string;
  readonly audioMimetype?: string;
  readonly duration: number;
  readonly wait: number;
  readonly playlist?: boolean;
  readonly bouncer?: string;
}

/** Milliseconds that decoding a part of a stream may take. */
const DECODING = 60_000;

/** Adds the check of streams. */
export function streamVerbs(root: Command, terminal: CheckTerminal): void {
  const verb = root
    .command('stream')
    .description('checks of streams')
    .command('check')
    .description(
      'whether a stream can be decoded and is what it should be; it must have video when something is said of video, and none when nothing is, and the same for audio',
    )
    .argument('<url>', 'http or https address of a stream, a playlist or HLS', streamUrl)
    .option('-W, --width <pixels>', 'width of the pictures')
    .option('-H, --height <pixels>', 'height of the pictures')
    .option('-F, --framerate <rate>', 'frames a second, as 25/1')
    .option('-P, --par <ratio>', 'pixel aspect ratio, as 1/1')
    .option('-M, --video-mimetype <type>', 'media type of the pictures, as video/x-theora')
    .option('-s, --samplerate <rate>', 'samples of sound a second')
    .option('-c, --channels <n>', 'channels of sound')
    .option('-w, --audio-width <bits>', 'bits that a decoded sample takes')
    .option('-d, --audio-depth <bits>', 'bits of a decoded sample')
    .option('-m, --audio-mimetype <type>', 'media type of the sound, as audio/x-vorbis')
    .option('-D, --duration <seconds>', 'how much of a stream is taken', seconds, 5)
    .option('-t, --wait <seconds>', 'longest wait; then what has come is judged', seconds, 10)
    .option('-p, --playlist', 'the address is one of a playlist, whatever it is called')
    .option(
      '--bouncer <component>',
      'the bouncer that lets listeners in: it must be happy; asked of the manager',
    );
  withConnection(verb, false).action(
    check<StreamOptions>(terminal, async (options, url) => {
      const { bouncer } = options;
      if (bouncer !== undefined) {
        const limits = { warning: [], critical: ['sad', 'lost', 'sleeping', 'waking', 'hungry'] } as const;
        const verdict = await asking(options, (client) => checkMood(client, bouncer, limits));
        if (verdict.state !== 'OK') return { ...verdict, text: `nobody can be let in: ${verdict.text}` };
      }
      return checkStream(url as unknown as URL, wishOf(options));
    }),
  );
}

function wishOf(options: StreamOptions): StreamWish {
  const given = <T extends Record<string, string | undefined>>(wish: T): { [K in keyof T]?: string } =>
    Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as {
      [K in keyof T]?: string;
    };
  return {
    video: given({
      media: options.videoMimetype,
      width: options.width,
      height: options.height,
      framerate: options.framerate,
      pixelAspectRatio: options.par,
    }),
    audio: given({
      media: options.audioMimetype,
      rate: options.samplerate,
      channels: options.channels,
      width: options.audioWidth,
      depth: options.audioDepth,
    }),
    seconds: options.duration,
    timeout: options.wait,
    playlist: options.playlist === true,
    decoding: DECODING,
  };
}

function streamUrl(text: string): URL {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('expected an address of http or https');
  return new URL(text);
}
