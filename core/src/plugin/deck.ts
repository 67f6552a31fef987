import type { Context } from './behaviour';
import { capsText } from './caps';
import type { Fraction } from './properties';

const SECOND = 1_000_000_000n;
/** Nanoseconds that a mixer waits for media which comes late. */
const LATENCY = 300_000_000;
/** Rows of a picture from which its colours are those of high definition. */
const HIGH_DEFINITION = 720;
/** Nanoseconds by which clips are later where a picture lasts no whole number of them, against rounding. */
const ROUNDING = 2n;

/**
 * What a pipeline of decks is made of.
 * @example
 * ```ts
 * const parts: DeckParts = { decks: ['a', 'b'], video: true, audio: true };
 * ```
 */
export interface DeckParts {
  /** Names of the decks; words of their own in the pipeline text. */
  readonly decks: readonly string[];
  readonly video: boolean;
  readonly audio: boolean;
  /** Each deck has an element `NAME-deinterlace`. */
  readonly deinterlace?: boolean;
}

/**
 * Form of the pictures and the sound that leave the mixers.
 * @example
 * ```ts
 * const form: DeckForm = {
 *   width: 640,
 *   height: 360,
 *   framerate: [25, 1],
 *   pixelAspectRatio: [1, 1],
 *   rate: 44_100,
 *   channels: 2,
 *   addBorders: true,
 * };
 * ```
 */
export interface DeckForm {
  readonly width: number;
  readonly height: number;
  /** Pictures a second. */
  readonly framerate: Fraction;
  readonly pixelAspectRatio: Fraction;
  /** Samples a second. */
  readonly rate: number;
  readonly channels: number;
  /** Keep the shape of a picture with black borders. */
  readonly addBorders: boolean;
}

/**
 * Pipeline text of decks that play files, for `context.player`. What they play comes together in `video-mix` and
 * `audio-mix`, over the picture of `video-ground` (a `videotestsrc`) and the sound of `audio-ground` (an `audiotestsrc`
 * with the volume `audio-ground-volume`). Go on from `video-form` and `audio-form`, and call `prepareDecks` in `start`.
 * @example
 * ```ts
 * const pipeline = `${deckText({ decks: ['a', 'b'], video: true, audio: false })} video-form. ! @feeder:video@`;
 * ```
 */
export function deckText({ decks, video, audio, deinterlace = false }: DeckParts): string {
  const mixer = `force-live=true start-time-selection=first latency=${String(LATENCY)}`;
  return [
    ...(video
      ? [
          'videotestsrc name=video-ground pattern=black ! capsfilter name=video-ground-form ! clocksync ! video-mix.sink_0',
          `compositor name=video-mix background=black ${mixer} ! ${oneStream('video')}`,
        ]
      : []),
    ...(audio
      ? [
          'audiotestsrc name=audio-ground volume=0 ! capsfilter name=audio-ground-form ! clocksync',
          '! volume name=audio-ground-volume ! audio-mix.sink_0',
          `audiomixer name=audio-mix output-buffer-duration=20000000 ${mixer} ! ${oneStream('audio')}`,
        ]
      : []),
    ...decks.map((name, index) => oneDeck(name, index + 1, video, audio, deinterlace)),
  ].join(' ');
}

/**
 * What is behind a mixer. A mixer hands on that a file has ended; `gdppay` keeps such an event for those who come late,
 * and begins the feed anew for all, which muxers take for a gap. This funnel lets no event of the mixer's through that is
 * to be kept: the player begins the stream, once.
 */
function oneStream(kind: 'video' | 'audio'): string {
  return (
    `capsfilter name=${kind}-mix-form ! funnel name=${kind}-mix-out forward-sticky-events=false ` +
    `! capsfilter name=${kind}-form`
  );
}

function oneDeck(name: string, pad: number, video: boolean, audio: boolean, deinterlace: boolean): string {
  const whole = deinterlace ? `deinterlace name=${name}-deinterlace ! ` : '';
  const pictures =
    `${name}-source. : videoconvert name=${name}-video-in ! ${whole}videorate ! videoscale name=${name}-scale ` +
    `! videoconvert ! capsfilter name=${name}-picture ! identity name=${name}-video ` +
    `! queue name=${name}-video-out max-size-buffers=4 max-size-bytes=0 max-size-time=0`;
  const sound =
    `${name}-source. : audioconvert name=${name}-audio-in ! audioresample ! audiorate ! volume name=${name}-cut ! audioconvert ` +
    `! capsfilter name=${name}-sound ! identity name=${name}-audio ` +
    `! queue name=${name}-audio-out max-size-buffers=0 max-size-bytes=0 max-size-time=200000000`;
  return [
    `bin.( name=${name} async-handling=true uridecodebin name=${name}-source`,
    ...(video ? [pictures] : []),
    ...(audio ? [sound] : []),
    ')',
    ...(video ? [`${name}-video-out. ! video-mix.sink_${String(pad)}`] : []),
    ...(audio ? [`${name}-audio-out. ! audio-mix.sink_${String(pad)}`] : []),
  ].join(' ');
}

/**
 * Sets the values of a `deckText` and lays its grounds on the flow's time. Call it in `start`.
 * @example
 * ```ts
 * const parts: DeckParts = { decks: ['a', 'b'], video: false, audio: true };
 * const start = (context: Context, form: DeckForm): void => prepareDecks(context, parts, form);
 * ```
 */
export function prepareDecks(
  context: Pick<Context<never>, 'element' | 'cue'>,
  { decks, video, audio }: DeckParts,
  form: DeckForm,
): void {
  if (video) {
    const fields = {
      format: 'I420',
      width: form.width,
      height: form.height,
      framerate: form.framerate,
      'pixel-aspect-ratio': form.pixelAspectRatio,
    };
    const colorimetry = form.height < HIGH_DEFINITION ? 'bt601' : 'bt709';
    context.element('video-ground-form').set('caps', capsText('video/x-raw', { ...fields, colorimetry }));
    for (const deck of decks) {
      context.element(`${deck}-picture`).set('caps', capsText('video/x-raw', fields));
      context.element(`${deck}-scale`).set('add-borders', form.addBorders);
    }
    context.cue({ kind: 'follow', element: 'video-ground', grid: form.framerate });
  }
  if (audio) {
    const { rate, channels } = form;
    const caps = capsText('audio/x-raw', { format: 'F32LE', layout: 'interleaved', rate, channels });
    for (const name of ['audio-ground-form', ...decks.map((deck) => `${deck}-sound`)]) {
      context.element(name).set('caps', caps);
    }
    context.cue({ kind: 'follow', element: 'audio-ground', grid: [rate, 1] });
  }
}

/**
 * The time for a clip to begin on a picture, so that each of its pictures is shown for as long as it lasts.
 * @param number - of the picture since running time 0.
 * @returns nanoseconds of running time.
 * @example
 * ```ts
 * pictureTime(50n, [25, 1]); // 2_000_000_000n: picture 50 begins after two seconds
 * ```
 */
export function pictureTime(number: bigint, [frames, seconds]: Fraction): bigint {
  const exact = number * BigInt(seconds) * SECOND;
  const whole = (BigInt(seconds) * SECOND) % BigInt(frames) === 0n;
  return exact / BigInt(frames) + (whole ? 0n : ROUNDING);
}

/**
 * Number of the first picture that begins at a running time (ns) or later.
 * @example
 * ```ts
 * pictureAt(2_000_000_000n, [25, 1]); // 50n
 * ```
 */
export function pictureAt(time: bigint, [frames, seconds]: Fraction): bigint {
  const step = BigInt(seconds) * SECOND;
  return (time * BigInt(frames) + step - 1n) / step;
}
