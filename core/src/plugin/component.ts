import type { Needs } from './needs';
import type { PropertySpecs, PropertyValue, PropertyValues } from './properties';
import type { ActionSpecs, TableSpecs } from './tables';

/**
 * What a component is for; decides where it stands in lists and in the wizard.
 * @example
 * ```ts
 * const kind: ComponentKind = 'encoder';
 * ```
 */
export type ComponentKind =
  | 'producer'
  | 'converter'
  | 'encoder'
  | 'decoder'
  | 'combiner'
  | 'muxer'
  | 'consumer'
  | 'bouncer'
  | 'porter'
  | 'misc';

/**
 * Caps that are fewer with some values of a property.
 * @example
 * ```ts
 * const sent: CapsByValue = { property: 'encoding', caps: { h264: 'video/x-h264', opus: 'audio/x-opus' } };
 * ```
 */
export interface CapsByValue {
  /** Name of a property that is an enum. */
  readonly property: string;
  /** Caps by the value. With another value, and without one, they are all that the eater or feeder has. */
  readonly caps: Readonly<Record<string, string>>;
}

/**
 * An input of a component.
 * @example
 * ```ts
 * const eater: EaterSpec = { caps: 'audio/x-raw', description: 'Raw sound.' };
 * ```
 */
export interface EaterSpec {
  /** Caps the input takes, in GStreamer's notation; `ANY` for everything. */
  readonly caps: string;
  /** What of `caps` it takes with some values of a property; other feeds are refused before anything starts. */
  readonly capsBy?: CapsByValue;
  /** Whether the component needs the input to run; true when left out. */
  readonly required?: boolean;
  /** Several feeds may be connected; the template then names no `@eater:…@` for it, but `into`. */
  readonly multiple?: boolean;
  /** For `multiple`: most feeds that carry pictures, and most that carry sound; any number when left out. */
  readonly most?: { readonly video?: number; readonly audio?: number };
  /** Name of another eater that must be fed the same media type, as where one takes the place of the other. */
  readonly alike?: string;
  /**
   * An element behind cannot follow when raw media change their form in mid-stream (size and rate of pictures, rate and
   * channels of sound): the component then begins anew.
   */
  readonly steady?: boolean;
  /** For `multiple`: name of the pipeline element that gets one request pad a feed, chosen by the feed's caps. */
  readonly into?: string;
  /** For `into`: the decoder's settings are repeated before each keyframe, as formats without headers of their own need. */
  readonly repeatSettings?: boolean;
  /**
   * For `into`: launch text of a plain chain that each feed goes through first, such as converters. What has `name=level`
   * there is the element `level:ALIAS`, ALIAS being that of `Context.eaters`.
   */
  readonly through?: string;
  readonly description?: string;
}

/**
 * An output of a component.
 * @example
 * ```ts
 * const feeder: FeederSpec = { caps: 'audio/x-opus', description: 'Opus sound.' };
 * ```
 */
export interface FeederSpec {
  /** Caps the output has, in GStreamer's notation; `ANY` when they follow the input. */
  readonly caps: string;
  /** What of `caps` it has with some values of a property. */
  readonly capsBy?: CapsByValue;
  /**
   * Name of the eater whose feed is decoded to give these pictures or this sound; a feed that surely has none of them is
   * refused before anything starts.
   */
  readonly outOf?: string;
  readonly description?: string;
}

/**
 * A live figure that the component fills with `ctx.stats`.
 * @example
 * ```ts
 * const stat: StatSpec = { kind: 'counter', unit: 'bytes', description: 'Bytes that were sent.' };
 * ```
 */
export interface StatSpec {
  /** `counter` only grows while the job lives; `gauge` goes both ways; `text` is a word or a URL. */
  readonly kind: 'counter' | 'gauge' | 'text';
  readonly unit?: string;
  /**
   * There is one such figure for each of several things, such as the inputs of a mixer: the word for such a thing, as
   * `input`. It is the name of the label in the metrics.
   */
  readonly each?: string;
  readonly description: string;
}

/**
 * Where the component appears in the wizard.
 * @example
 * ```ts
 * const wizard: WizardSpec = { step: 'audio-encoder', label: 'Opus', rank: 90, pages: [['bitrate']] };
 * ```
 */
export interface WizardSpec {
  readonly step:
    | 'video-producer'
    | 'audio-producer'
    | 'overlay'
    | 'video-encoder'
    | 'audio-encoder'
    | 'muxer'
    | 'consumer'
    | 'on-demand';
  readonly label: string;
  /** Higher comes first. */
  readonly rank?: number;
  /** Properties asked for, in order; those after the first page are for who wants more. */
  readonly pages?: readonly (readonly string[])[];
  /** Values that are proposed, where they differ from the defaults. */
  readonly defaults?: PropertyValues;
  /** Of the properties asked for, those without which what the wizard makes could not work, though the type can do without. */
  readonly required?: readonly string[];
  /** What plays the format: of a muxer, or of an encoder whose stream needs none. */
  readonly plays?: string;
  /**
   * What the worker is asked for, to offer what it has: what it finds has the names of properties, as `device`, or of a
   * `media-file` the size and rate of its picture.
   */
  readonly probe?: 'video' | 'sound' | 'firewire' | 'media-file';
}

/**
 * Whether the machine has an element factory, as `vah264enc`. In a manager, which asks the worker, the answer may be
 * false at first; the text is then asked for again.
 * @example
 * ```ts
 * const encoder = (has: HasElement): string => (has('vah264enc') ? 'vah264enc' : 'x264enc');
 * ```
 */
export type HasElement = (factory: string) => boolean;

/**
 * Pipeline text, fixed or chosen by the property values and by the elements there are; values themselves never enter it.
 * The function is pure: it is called often, in managers too.
 * @example
 * ```ts
 * const pipeline: PipelineText<{ fast: boolean }> = (p) => (p.fast ? 'videoscale method=nearest-neighbour' : 'videoscale');
 * ```
 */
export type PipelineText<P> = string | ((properties: P, has: HasElement) => string);

/**
 * Declaration of a component: everything the manager can know of it without running it.
 * @example
 * ```ts
 * const spec: ComponentSpec = {
 *   type: 'mirror-converter',
 *   kind: 'converter',
 *   description: 'Turns pictures over.',
 *   eaters: { default: { caps: 'video/x-raw' } },
 *   feeders: { default: { caps: 'video/x-raw' } },
 *   pipeline: 'videoconvert ! videoflip method=horizontal-flip',
 * };
 * ```
 */
export interface ComponentSpec<P = never> {
  /** Name in planet files, as `theora-encoder`. */
  readonly type: string;
  readonly kind: ComponentKind;
  /** One sentence for people. */
  readonly description: string;
  readonly properties?: PropertySpecs;
  readonly eaters?: Readonly<Record<string, EaterSpec>>;
  readonly feeders?: Readonly<Record<string, FeederSpec>>;
  readonly stats?: Readonly<Record<string, StatSpec>>;
  /** Tables that people may look at while it runs. Every bouncer has `keycards`, which needs no mention. */
  readonly tables?: TableSpecs;
  /**
   * What people may ask of it while it runs. Every bouncer has `eject-keycard`, everything with the socket
   * `request-logger` has `rotate-logs`; they need no mention.
   */
  readonly actions?: ActionSpecs;
  readonly needs?: Needs;
  /** Present when the component must follow the flow's clock; the highest priority names the clock master. */
  readonly clock?: { readonly priority: number };
  /** Sockets for plugs beside `component`, and `effect` in front of raw feeders, which need no mention. */
  readonly sockets?: readonly string[];
  readonly wizard?: WizardSpec;
  /**
   * GStreamer launch text with `@eater:name@`, `@feeder:name@`, `@tap:name@`, `@inlet:name@`. With exactly one eater or
   * feeder and no placeholder for it, it is joined at that end. Text of only `@eater:x@ ! @tap:x@` runs without GStreamer. Left out
   * for a component without media.
   */
  readonly pipeline?: PipelineText<P>;
  /**
   * In place of `pipeline`: name of the required string property that holds the text. Whoever may edit the planet can
   * then run anything on the worker's machine, so the component runs only on workers whose file has
   * `<allow-pipelines/>`; the core sees to that.
   */
  readonly userPipeline?: string;
}

/**
 * A component declaration whose type parameters are erased, as the core handles it.
 * @example
 * ```ts
 * const title = ({ type, description }: AnyComponentSpec): string => `${type}: ${description}`;
 * ```
 */
export interface AnyComponentSpec extends Omit<ComponentSpec, 'pipeline'> {
  readonly pipeline?: string | ((properties: never, has: HasElement) => string);
}

const nothing: HasElement = () => false;

/**
 * Resolves pipeline text for given values; undefined for a component without media.
 * @param has - which elements there are; none when left out, so that the text is the last choice.
 * @example
 * ```ts
 * pipelineText({ pipeline: (p: { mono: boolean }) => (p.mono ? 'a' : 'b') }, { mono: true }); // 'a'
 * ```
 */
export function pipelineText(
  spec: Pick<AnyComponentSpec, 'pipeline' | 'userPipeline'>,
  values: PropertyValues,
  has: HasElement = nothing,
): string | undefined {
  if (spec.userPipeline !== undefined) return userText(values[spec.userPipeline]);
  const text = spec.pipeline;
  if (typeof text !== 'function') return text;
  return (text as (properties: PropertyValues, has: HasElement) => string)(values, has);
}

function userText(value: PropertyValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
