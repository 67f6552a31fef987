import type { Cue } from './cue';
import type { Decoder, DecoderSpec } from './decoder';
import type { EaterFlow } from './eater-flow';
import type { Inlet } from './inlet';
import type { Ejection, HeldKeycard, Keycard, Stay, Verdict } from './keycard';
import type { Line } from './line';
import type { Memory } from './memory';
import type { Message } from './message';
import type { Player, PlayerSpec } from './player';
import type { Plugged } from './plug';
import type { PropertyValue, PropertyValues } from './properties';
import type { PlugSockets } from './sockets';
import type { ActionSpecs, ReadTable, TableSpecs, TakeAction } from './tables';
import type { TapHandler } from './tap';

/**
 * Writes to the log of the component; outside text is escaped by the logger.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start: (context) => context.log.info('the camera answers'),
 * };
 * ```
 */
export interface ComponentLog {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

/**
 * An element of the component's pipeline.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start({ element }) {
 *     element('encoder').set('bitrate', 800);
 *     element('volume').ramp('volume', 0.5, 300); // to half in 0.3 s
 *   },
 * };
 * ```
 */
export interface PipelineElement {
  /** Name of the element's factory, as `x264enc`. */
  readonly factory: string;
  /**
   * Value of a property; enumerations as numbers, 64-bit values as BigInt, structures as text (see `numbersOf`).
   * `PAD::caps` is the text of the caps that pass a pad, undefined before there are any.
   */
  get(property: string): unknown;
  /** Sets a property; text is parsed as the property's type (enumeration nicks, fractions, caps). */
  set(property: string, value: string | number | boolean): void;
  /**
   * Moves a number steadily to a value, without a step that would be heard or seen: sample by sample in elements that work
   * so, as `volume` does, else buffer by buffer. It begins within 0.1 s from now, from where the value is then; `set` ends
   * it. Give what is to be moved later a ramp of 0 ms in `start` or `joined`, which sets it at once: an element that has
   * nothing to do, such as `volume` at 1, would notice the first ramp a buffer late.
   * @param milliseconds - how long it takes, in the times of the media.
   */
  ramp(property: string, value: number, milliseconds: number): void;
}

/**
 * Where a feed enters the element named by `into`, such as the pad of a mixer.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   joined: (_context, alias, pad: InputPad) => pad.set('alpha', alias === 'logo' ? 0.5 : 1),
 * };
 * ```
 */
export type InputPad = Pick<PipelineElement, 'get' | 'set'>;

/**
 * A message the pipeline put on its bus, for components that read what elements report.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   elementMessage(context, { source, name }) {
 *     if (name === 'GstMultiFileSink') context.log.info(`${source} wrote a file`);
 *   },
 * };
 * ```
 */
export interface ElementMessage {
  /** Name of the element. */
  readonly source: string;
  /** Name of the message's structure, as `level`. */
  readonly name: string;
  /** The structure in GStreamer's text form. */
  readonly text: string;
}

/**
 * What a running component is handed.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   start(context: Context) {
 *     context.log.info(`${context.name} begins at ${String(context.now())} ns`);
 *     context.stat('phase', 'running');
 *   },
 * };
 * ```
 */
export interface Context<P = PropertyValues> {
  /** Full id, `/flow/component`. */
  readonly id: string;
  /** Name of the component in its flow. */
  readonly name: string;
  /** The values of the declared properties, defaults filled in; live changes are visible here. */
  readonly properties: P;
  readonly log: ComponentLog;
  /**
   * Sets a declared stat.
   * @param of - which thing it is the figure of, for a stat that has `each`; among the figures it is `NAME.THING`.
   */
  stat(name: string, value: number | string, of?: string): void;
  /** Adds to a declared counter. */
  count(name: string, by?: number): void;
  /** An element by its name in the pipeline text; throws when there is none. */
  element(name: string): PipelineElement;
  /** Lays a source that does not live by the clock on the flow's time. Call it in `start`. */
  cue(cue: Cue): void;
  /** Nanoseconds of the flow's running time now: what the `pts` of media made now is. */
  now(): bigint;
  /** Keeps a part of the pipeline connected to the outside. Call it in `start`, once a line. */
  line(line: Line): void;
  /**
   * Asks encoders for key units: from the output of an element, at every whole multiple of an interval of the flow's
   * time. The requests go with the media through feeds to the encoders of later components. Call it in `start`, and in
   * `changed` for another interval.
   * @param interval milliseconds; undefined ends the requests.
   * @throws Error when the pipeline has no such element.
   */
  keyUnits(element: string, interval: number | undefined): void;
  /** Plays files in the decks of the pipeline; see `deckText`. Call it in `start`, once. */
  player(spec: PlayerSpec): Player;
  /** Decodes streams that Node gives it; see `decoderText`. Call it in `start`, once a decoder. */
  decoder(spec: DecoderSpec): Decoder;
  /** How each eater that is linked to a feed is doing now. Look regularly, at most ten times a second. */
  eaters(): readonly EaterFlow[];
  /** Begins reading the tap `@tap:name@`. Call it in `start`, once a tap. */
  tap(name: string, handler: TapHandler): void;
  /** Opens the inlet `@inlet:name@`. Call it in `start`, once an inlet. */
  inlet(name: string): Inlet;
  /** Shows a message; an `error` makes the component sad. */
  message(message: Message): void;
  /** Takes a message away. */
  clear(id: string): void;
  /** Keeps the component waking (with the reason) until called with no reason. */
  waitFor(reason: string | undefined): void;
  /** The plugs in a socket that the component declares, in the order of the planet file. */
  plugs<S extends keyof PlugSockets>(socket: S): readonly Plugged<S>[];
  /**
   * Path of a unix socket by which components of one worker meet. A name is a file in a private folder (0700), the same
   * for all components of the worker; an absolute path stays as it is.
   * @throws Error when the path is longer than the system takes.
   */
  localSocket(name: string): string;
  /** What the component keeps over its own restarts. */
  readonly memory: Memory;
  /** Asks a bouncer of the planet's atmosphere; rejects when it cannot be asked within 5 s. */
  authenticate(bouncer: string, keycard: Keycard): Promise<Verdict>;
  /**
   * Lets a bouncer know that somebody is in whom it admitted, until `leave`. It may eject the keycard later; nobody is
   * ejected because the bouncer, a worker or the manager is away.
   * @param duration - seconds for which it was admitted; undefined without a limit. The component itself ends the stay.
   * @param ejected - told when this one has to leave; at most once, and never after `leave`.
   * @param granted - told for how many seconds from now on it may stay, when the bouncer has judged it again and says so.
   */
  stay(
    bouncer: string,
    keycard: Keycard,
    duration: number | undefined,
    ejected: (ejection: Ejection) => void,
    granted?: (seconds: number) => void,
  ): Stay;
}

/**
 * What a component does beside its pipeline. Every hook is optional. `start` may take up to 10 s and `stop` up to 3 s;
 * what it throws makes the component sad with the thrown text.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   check: ({ from, to }) => (Number(from) < Number(to) ? undefined : 'from must be less than to'),
 *   changed: (context, name) => context.log.info(`${name} is another now`),
 * };
 * ```
 */
export interface Behaviour<P = PropertyValues, T = TableSpecs, A = ActionSpecs> {
  /**
   * Judges values that are each valid but do not go together. Pure: also runs in the manager, before anything starts.
   * @param aliases - of the feeds that are linked to its eaters, for values that name one; see `unknownAlias`.
   * @returns the complaint, or undefined.
   */
  check?(properties: P, aliases?: readonly string[]): string | undefined;
  /** The pipeline is built and its values are set; it plays when this has returned. */
  start?(context: Context<P>): void | Promise<void>;
  /** The component ends; release sockets, files and timers. The pipeline no longer plays. */
  stop?(context: Context<P>): void | Promise<void>;
  /** A `live` property has changed; its `sets` have been applied already. */
  changed?(context: Context<P>, name: string, value: PropertyValue | undefined): void | Promise<void>;
  /**
   * A feed has been linked to a pad of the element named by `into`, and its media come right after: set the pad's
   * properties. Called once for each alias; keep the pad for live changes.
   */
  joined?(context: Context<P>, alias: string, pad: InputPad): void;
  /** An element posted a message on the bus. */
  elementMessage?(context: Context<P>, message: ElementMessage): void;
  /** Gives the rows of each declared table. */
  readonly tables?: { readonly [K in keyof T]: ReadTable<Context<P>, T[K]> };
  /** Carries out each declared action. */
  readonly actions?: { readonly [K in keyof A]: TakeAction<Context<P>, A[K]> };
  /** Judges a keycard; only bouncers have it. */
  authenticate?(context: Context<P>, keycard: Keycard): Verdict | Promise<Verdict>;
  /**
   * Judges again somebody who is in, about twice a minute; only bouncers have it. Whom it refuses is ejected; where it
   * throws, or admits, the stay goes on, as long as it was granted for. Keep it cheap.
   */
  review?(context: Context<P>, keycard: HeldKeycard): Verdict | Promise<Verdict>;
  /** Somebody who was in has left, by whatever cause, after so many seconds; only bouncers have it. */
  left?(context: Context<P>, keycard: HeldKeycard, seconds: number): void | Promise<void>;
  /** Turns a pipeline error into advice; undefined leaves it to the core. */
  explain?(error: PipelineError): Omit<Message, 'level'> | undefined;
}

/**
 * An error that an element posted.
 * @example
 * ```ts
 * const behaviour: Behaviour = {
 *   explain: ({ domain, code }: PipelineError) =>
 *     domain === 'gst-resource-error-quark' && code === 3
 *       ? { id: 'no-device', text: 'The camera is not there.', advice: 'Plug it in.' }
 *       : undefined,
 * };
 * ```
 */
export interface PipelineError {
  readonly source: string;
  /** Error domain and code, as `gst-resource-error-quark` and 3. */
  readonly domain: string;
  readonly code: number;
  readonly text: string;
  readonly debug: string;
}
