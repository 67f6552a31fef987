import type { ComponentLog } from './behaviour';
import type { HasElement, PipelineText, StatSpec, WizardSpec } from './component';
import type { Needs } from './needs';
import type { Message } from './message';
import type { PropertySpecs, PropertyValue, PropertyValues, ValuesOf } from './properties';
import type { PlugOffers, PlugSockets } from './sockets';

/**
 * Brand of a plug; a string, so that two copies of the core agree. The number is the shape's version.
 * @example
 * ```ts
 * const branded = (value: { $kind?: unknown }): boolean => value.$kind === PLUG_BRAND;
 * ```
 */
export const PLUG_BRAND = 'flumotion.plug/1';

/**
 * Declaration of a plug: everything that can be known of it without running it.
 * @example
 * ```ts
 * const spec: PlugSpec = { type: 'effect-echo', socket: 'effect', description: 'An echo.', caps: 'audio/x-raw', pipeline: 'audioecho' };
 * ```
 */
export interface PlugSpec<P = never, S extends string = string> {
  /** Name in planet files, as `requestlogger-file`. */
  readonly type: string;
  /** The place it fits: one of `PlugSockets`, or a socket that a component of some package declares. */
  readonly socket: S;
  /** One sentence for people. */
  readonly description: string;
  readonly properties?: PropertySpecs;
  /** Live figures; they appear among those of the component, as `TYPE.NAME`. */
  readonly stats?: Readonly<Record<string, StatSpec>>;
  readonly needs?: Needs;
  /** Present when the wizard offers it beside the components it fits into. */
  readonly wizard?: Pick<WizardSpec, 'label' | 'rank' | 'pages' | 'defaults'>;
  /** Of an effect: the media it works on, `video/x-raw` or `audio/x-raw`. */
  readonly caps?: 'video/x-raw' | 'audio/x-raw';
  /**
   * Of an effect: GStreamer launch text of a chain with one open input and one open output, which is put in front of a
   * feeder. Names of elements are its own: two effects may use the same.
   */
  readonly pipeline?: PipelineText<P>;
}

/**
 * A plug declaration whose type parameters are erased, as the core handles it.
 * @example
 * ```ts
 * const fits = ({ socket }: AnyPlugSpec): boolean => socket === 'effect';
 * ```
 */
export interface AnyPlugSpec extends Omit<PlugSpec, 'pipeline'> {
  readonly pipeline?: string | ((properties: never, has: HasElement) => string);
}

/**
 * What every plug is handed, whatever its socket.
 * @example
 * ```ts
 * const tell = (context: PlugBase): void => context.message({ level: 'info', id: 'hello', text: 'A plug is here.' });
 * ```
 */
export interface PlugBase<P = PropertyValues> {
  /** Full id of the component it is in, `/flow/component`; `/manager/NAME` in a manager. */
  readonly id: string;
  /** The values of the declared properties, defaults filled in; live changes are visible here. */
  readonly properties: P;
  readonly log: ComponentLog;
  /** Sets a declared stat; `of` is the thing it is the figure of, for one that has `each`. */
  stat(name: string, value: number | string, of?: string): void;
  /** Adds to a declared counter. */
  count(name: string, by?: number): void;
  /** Shows a message at the component; an error counts as a warning, for an add-on makes no component sad. */
  message(message: Message): void;
  /** Takes a message away. */
  clear(id: string): void;
}

/**
 * What a plug of a socket is handed: what every plug has, and what the socket offers.
 * @example
 * ```ts
 * const start = (context: PlugContext<PropertyValues, 'effect'>): void => context.element('echo').set('intensity', 0.4);
 * ```
 */
export type PlugContext<P = PropertyValues, S extends string = string> = PlugBase<P> &
  (S extends keyof PlugOffers ? PlugOffers[S] : unknown);

/**
 * A hook as the plug writes it: the context comes first.
 * @example
 * ```ts
 * type Event = Handed<(path: string) => void, PlugBase>; // (context: PlugBase, path: string) => void
 * ```
 */
export type Handed<F, C> = F extends (...args: infer A) => infer R ? (context: C, ...args: A) => R : never;

/**
 * What the socket asks of its plugs, each with the context first.
 * @example
 * ```ts
 * type Hooks = SocketHooks<PropertyValues, 'request-logger'>; // { event(context, type, entry): void; … }
 * ```
 */
export type SocketHooks<P, S extends string> = S extends keyof PlugSockets
  ? { [K in keyof PlugSockets[S]]: Handed<PlugSockets[S][K], PlugContext<P, S>> }
  : unknown;

/**
 * What plugs of every socket may do.
 * @example
 * ```ts
 * const life: PlugLife = { start: (context) => context.log.info('begins'), stop: (context) => context.log.info('ends') };
 * ```
 */
export interface PlugLife<P = PropertyValues, S extends string = string> {
  /**
   * Judges values that are each valid but do not go together. Pure: also runs in the manager, before anything starts.
   * @returns the complaint, or undefined.
   */
  check?(properties: P): string | undefined;
  /** The plug begins, before its component does; what it throws, or 5 s, makes the component sad. */
  start?(context: PlugContext<P, S>): void | Promise<void>;
  /** The plug ends, after its component has; it has 2 s. */
  stop?(context: PlugContext<P, S>): void | Promise<void>;
  /** A `live` property has changed; its `sets` have been applied already. */
  changed?(context: PlugContext<P, S>, name: string, value: PropertyValue | undefined): void | Promise<void>;
}

/**
 * What a plug does: its life, and the hooks of its socket. What it throws while it runs becomes a warning at its
 * component, which goes on without.
 * @example
 * ```ts
 * const behaviour: PlugBehaviour<PropertyValues, 'request-logger'> = {
 *   event: (context, type, entry) => context.log.info(`${type} ${entry.uri}`),
 * };
 * ```
 */
export type PlugBehaviour<P = PropertyValues, S extends string = string> = PlugLife<P, S> & SocketHooks<P, S>;

/**
 * Behaviour whose type parameters are erased: hooks by name, all with the context first.
 * @example
 * ```ts
 * const has = (behaviour: AnyPlugBehaviour, hook: string): boolean => typeof behaviour[hook] === 'function';
 * ```
 */
export type AnyPlugBehaviour = PlugLife<never, never> & Readonly<Record<string, unknown>>;

/**
 * A plug as the core loads it from a package.
 * @example
 * ```ts
 * const type = ({ spec }: PlugDefinition): string => spec.type;
 * ```
 */
export interface PlugDefinition {
  readonly $kind: typeof PLUG_BRAND;
  readonly spec: AnyPlugSpec;
  readonly behaviour: AnyPlugBehaviour;
}

/**
 * Makes a plug out of its declaration and its behaviour. Export it as components are, alone or in an array, and list its
 * type in `package.json` under `flumotion.plugs`.
 * @example
 * ```ts
 * export default definePlug(
 *   { type: 'request-counter', socket: 'request-logger', description: 'Counts requests.',
 *     stats: { requests: { kind: 'counter', description: 'Requests that came.' } } },
 *   { event: (context, type) => type === 'http_session_started' && context.count('requests') },
 * );
 * ```
 */
export function definePlug<const P extends PropertySpecs, const S extends string>(
  spec: PlugSpec<ValuesOf<P>, S> & { readonly properties?: P },
  behaviour?: PlugBehaviour<ValuesOf<P>, S>,
): PlugDefinition {
  return { $kind: PLUG_BRAND, spec, behaviour: (behaviour ?? {}) as unknown as AnyPlugBehaviour };
}

/**
 * Whether something a package exports is a plug.
 * @example
 * ```ts
 * const found = ([] as unknown[]).filter(isPlug); // PlugDefinition[]
 * ```
 */
export function isPlug(value: unknown): value is PlugDefinition {
  return typeof value === 'object' && value !== null && (value as { $kind?: unknown }).$kind === PLUG_BRAND;
}

/**
 * A plug as its component uses it: the hooks of its socket without the context. A hook that the plug does not have, or
 * that throws, answers undefined.
 * @example
 * ```ts
 * const log = (plug: Plugged<'request-logger'>, entry: RequestEntry): void => plug.event('http_session_started', entry);
 * ```
 */
export type Plugged<S extends keyof PlugSockets> = {
  readonly [K in keyof PlugSockets[S]]-?: Asked<NonNullable<PlugSockets[S][K]>>;
} & {
  /** Type of the plug. */
  readonly type: string;
};

/**
 * A hook as its component calls it: without the context, answering undefined when it fails.
 * @example
 * ```ts
 * type Name = Asked<(id: string) => Promise<string>>; // (id: string) => Promise<string | undefined>
 * ```
 */
export type Asked<F> = F extends (...args: infer A) => infer R
  ? (...args: A) => R extends Promise<infer V> ? Promise<V | undefined> : R | undefined
  : never;
