import type { PipelineError } from './behaviour';
import type { FeedBuffer } from './tap';

/**
 * What a decoder gives.
 * @example
 * ```ts
 * const kinds: readonly DecodedKind[] = ['video', 'audio'];
 * ```
 */
export type DecodedKind = 'video' | 'audio';

/**
 * Parts of a pipeline that decode a stream.
 * @example
 * ```ts
 * const parts: DecoderParts = { name: 'decoder', kinds: ['video'] };
 * ```
 */
export interface DecoderParts {
  /** Name of the bin; a word of its own in the pipeline text. */
  readonly name: string;
  readonly kinds: readonly DecodedKind[];
}

/**
 * The decoder of a pipeline of `decoderText`.
 * @example
 * ```ts
 * const spec: DecoderSpec = { name: 'decoder', kinds: ['video'], without: ['vah264dec'] };
 * ```
 */
export interface DecoderSpec extends DecoderParts {
  /** Names of element factories that are not used in this process. */
  readonly without?: readonly string[];
}

/**
 * How one kind of media stands.
 * @example
 * ```ts
 * const waits = ({ present, first }: DecodedMedia): boolean => present && first !== undefined;
 * ```
 */
export interface DecodedMedia {
  /** Whether the stream has it; final once any kind has a `first`. */
  readonly present: boolean;
  /** Caps of the decoded media in GStreamer's notation. */
  readonly caps: string | undefined;
  /** Time of the first media in nanoseconds since the stream began to be read; undefined while nothing is decoded. */
  readonly first: bigint | undefined;
  /** The same, as the container counts. */
  readonly own: bigint | undefined;
  /** Time of the last media that left in nanoseconds, as the flow counts. */
  readonly last: bigint | undefined;
}

/**
 * How a decoder stands.
 * @example
 * ```ts
 * const media = ({ failure, video }: DecoderLook): string | undefined =>
 *   failure ? failure.text : video?.caps;
 * ```
 */
export interface DecoderLook {
  /** What broke it since it was begun. */
  readonly failure: PipelineError | undefined;
  readonly video: DecodedMedia | undefined;
  readonly audio: DecodedMedia | undefined;
}

/**
 * Decodes one stream after the other, whatever each is: `begin`, give it `buffer`s, `look` until the first media waits,
 * `move` it to its time and `release` it. Nothing that happens inside ends the pipeline.
 * @example
 * ```ts
 * const ready = (decoder: Decoder, now: bigint): void => {
 *   const first = decoder.look().video?.first;
 *   if (first === undefined) return;
 *   decoder.move(now - first);
 *   decoder.release('video');
 * };
 * ```
 */
export interface Decoder {
  /** Whether the pipeline plays; it can be begun only then. */
  readonly playing: boolean;
  /**
   * Begins with the start of a stream; what it decoded before is ended at once.
   * @param caps in GStreamer's notation.
   * @param timed its buffers carry the times of what is decoded; else they are bytes of a container, which has its own.
   */
  begin(caps: string, timed: boolean): void;
  /** Gives the next buffer, headers too. What is not taken within 16 MB is left out. */
  buffer(buffer: FeedBuffer): void;
  look(): DecoderLook;
  /** Moves the times of what is decoded from now on. @param offset nanoseconds; 0 after `begin`. */
  move(offset: bigint): void;
  /** Lets the media of a kind go, of which the first waits; each leaves when it is due. */
  release(kind: DecodedKind): void;
  /** Ends it, until it is begun again. */
  end(): void;
}

const ENDS: Readonly<Record<DecodedKind, string>> = { video: 'videoconvert', audio: 'audioconvert' };
const ROOM: Readonly<Record<DecodedKind, string>> = {
  video: 'max-size-buffers=3 max-size-bytes=0 max-size-time=0',
  audio: 'max-size-buffers=0 max-size-bytes=0 max-size-time=500000000',
};
const INTO_FORM: Readonly<Record<DecodedKind, (name: string) => string>> = {
  video: (name) => `deinterlace fields=top ! videoscale name=${name}-scale ! videoconvert`,
  audio: () => 'audioconvert ! audioresample',
};

/**
 * Pipeline text of a decoder, for `context.decoder`. Media comes out of the elements `NAME-video` and `NAME-audio`, in the
 * form that the caps of `NAME-video-form` and `NAME-audio-form` say, each when it is due. Its end never comes out.
 * @example
 * ```ts
 * const pipeline = `${decoderText({ name: 'decoder', kinds: ['audio'] })} decoder-audio. ! @feeder:default@ @eater:default@ ! @tap:feed@`;
 * ```
 */
export function decoderText({ name, kinds }: DecoderParts): string {
  return [
    `bin.( name=${name} async-handling=true fdsrc name=${name}-source blocksize=65536 ! gdpdepay name=${name}-depay`,
    `! decodebin name=${name}-any`,
    ...kinds.map((kind) => inside(name, kind)),
    ')',
    ...kinds.map((kind) => `${name}-${kind}-left. ! funnel name=${name}-${kind}`),
  ].join(' ');
}

/**
 * The first media waits in the sink beside its way, so that its times can be moved before it goes on. The valve keeps back what
 * is told of the stream until then, since that has to be mended before it leaves.
 */
function inside(name: string, kind: DecodedKind): string {
  const own = `${name}-${kind}`;
  return [
    `${name}-any. : ${ENDS[kind]} name=${own}-in ! identity name=${own}-own silent=false`,
    `! identity single-segment=true ! identity name=${own}-first silent=false ! tee name=${own}-tee`,
    `${own}-tee. ! fakesink name=${own}-hold async=false sync=false enable-last-sample=false`,
    `${own}-tee. ! queue name=${own}-moved ${ROOM[kind]} ! identity single-segment=true`,
    `! ${INTO_FORM[kind](own)} ! capsfilter name=${own}-form ! clocksync`,
    `! valve name=${own}-gate drop=true ! identity name=${own}-left silent=false`,
  ].join(' ');
}
