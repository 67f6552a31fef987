import type { PropertyIs } from './property-is';

/**
 * A rational number such as a frame rate, numerator first.
 * @example
 * ```ts
 * const ntsc: Fraction = [30_000, 1001];
 * ```
 */
export type Fraction = readonly [numerator: number, denominator: number];

/**
 * What every kind of property may say about itself.
 * @example
 * ```ts
 * const common: PropertyCommon = { description: 'Key of the stream.', required: true, secret: true };
 * ```
 */
export interface PropertyCommon {
  /** One sentence for people: what the property does. */
  readonly description: string;
  /** Unit of the value, as shown to people: `bit/s`, `s`, `ms`, `px`, `Hz`, `bytes`. */
  readonly unit?: string;
  /** The component cannot run without a value. */
  readonly required?: boolean;
  /** The property may be given several times; its value is then an array. */
  readonly multiple?: boolean;
  /** The value is a password or a key: never shown, logged or exported to a viewer. */
  readonly secret?: boolean;
  /** The value may change while the component runs. */
  readonly live?: boolean;
  /** People reach for it while the component runs, so it is at hand where its state is shown. Only with `live`. */
  readonly control?: boolean;
  /** Set when the property no longer means anything: it is accepted, ignored, and this text is the warning. */
  readonly retired?: string;
  /** Old spellings still accepted in planet files. */
  readonly aliases?: readonly string[];
}

/**
 * Adds how a value reaches the pipeline: the element property it drives and, where units differ, the conversion.
 * @example
 * ```ts
 * const driving: Driving<number> = { sets: 'encoder.bitrate', to: (value) => value / 1000 };
 * ```
 */
export interface Driving<Value> {
  /**
   * `element.property` (or several) of the pipeline that takes the value; `element.PAD::offset` moves the times of what
   * passes a pad, in nanoseconds. Applied before the pipeline starts, in the
   * order of declaration, and again on a live change; skipped while the property has no value.
   */
  readonly sets?: string | readonly string[];
  /** Converts the declared value to what the element expects. */
  readonly to?: (value: Value) => string | number | boolean;
}

/**
 * A whole number. `long` differs from `int` only in name, as in Flumotion's files.
 * @example
 * ```ts
 * const port: IntSpec = { type: 'int', min: 1, max: 65_535, listens: 'tcp', description: 'TCP port.' };
 * ```
 */
export interface IntSpec extends PropertyCommon, Driving<number> {
  readonly type: 'int' | 'long';
  /** The value is a port on which the component listens; two components of one worker may not share it. */
  readonly listens?: 'tcp' | 'udp';
  /** Another property and the value of it with which the component does not listen after all; or several such. */
  readonly listensUnless?: PropertyIs | readonly PropertyIs[];
  /** Without a value, the component listens on the port after that of this other property. */
  readonly listensAfter?: string;
  /** Another property that holds the address it listens on: with different addresses a port may be shared. */
  readonly listensAt?: string;
  readonly min?: number;
  readonly max?: number;
  /** What the numbers stand for, for forms to choose from: each number that may be given, and its name. */
  readonly labels?: Readonly<Record<number, string>>;
  readonly default?: number;
}

/**
 * A real number.
 * @example
 * ```ts
 * const volume: FloatSpec = { type: 'float', min: 0, max: 4, live: true, sets: 'volume.volume', description: 'Gain factor.' };
 * ```
 */
export interface FloatSpec extends PropertyCommon, Driving<number> {
  readonly type: 'float';
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}

/**
 * A truth value; `true`, `True`, `yes` and `1` in files are true.
 * @example
 * ```ts
 * const mute: BoolSpec = { type: 'bool', default: false, description: 'Silence it.' };
 * ```
 */
export interface BoolSpec extends PropertyCommon, Driving<boolean> {
  readonly type: 'bool';
  readonly default?: boolean;
}

/**
 * Text. `string` folds line breaks to spaces when read from a file, `rawstring` keeps them.
 * @example
 * ```ts
 * const folder: StringSpec = { type: 'string', path: 'folder', required: true, description: 'Where files go.' };
 * ```
 */
export interface StringSpec extends PropertyCommon, Driving<string> {
  readonly type: 'string' | 'rawstring';
  /**
   * The value names a device: where it is a file below `/dev`, the component is not started on a worker without it.
   * Only for `string`.
   */
  readonly device?: boolean;
  /**
   * The value is the name of a component of this kind in the atmosphere; a planet without it is refused. Only for
   * `string`.
   */
  readonly names?: 'bouncer' | 'porter';
  /** The value is a path on the worker's machine, which forms let people choose. */
  readonly path?: 'file' | 'folder';
  readonly default?: string;
}

/**
 * One of a closed set of words.
 * @example
 * ```ts
 * const mode: EnumSpec = { type: 'enum', values: ['caller', 'listener'], default: 'caller', description: 'Who connects.' };
 * ```
 */
export interface EnumSpec extends PropertyCommon, Driving<string> {
  readonly type: 'enum';
  readonly values: readonly string[];
  readonly default?: string;
}

/**
 * A fraction such as `30000/1001`; `min` and `max` are compared as quotients.
 * @example
 * ```ts
 * const rate: FractionSpec = { type: 'fraction', min: [1, 100], max: [240, 1], unit: 'frames/s', description: 'Pictures a second.' };
 * ```
 */
export interface FractionSpec extends PropertyCommon, Driving<Fraction> {
  readonly type: 'fraction';
  readonly min?: Fraction;
  readonly max?: Fraction;
  readonly default?: Fraction;
}

/**
 * A block of properties.
 * @example
 * ```ts
 * const input: CompoundSpec = {
 *   type: 'compound',
 *   multiple: true,
 *   description: 'Where an input lies.',
 *   properties: { left: { type: 'int', default: 0, unit: 'px', description: 'Its left edge.' } },
 * };
 * ```
 */
export interface CompoundSpec extends PropertyCommon {
  readonly type: 'compound';
  readonly properties: PropertySpecs;
}

/**
 * Declaration of one property.
 * @example
 * ```ts
 * const spec: PropertySpec = { type: 'long', unit: 'bytes', min: 1, description: 'Most bytes of a file.' };
 * ```
 */
export type PropertySpec =
  IntSpec | FloatSpec | BoolSpec | StringSpec | EnumSpec | FractionSpec | CompoundSpec;

/**
 * Properties by the name they have in planet files.
 * @example
 * ```ts
 * const specs: PropertySpecs = { size: { type: 'int', default: 3, description: 'Size.' } };
 * ```
 */
export interface PropertySpecs {
  readonly [name: string]: PropertySpec;
}

/**
 * Any value a property can have.
 * @example
 * ```ts
 * const value: PropertyValue = [25, 1];
 * ```
 */
export type PropertyValue =
  | number
  | boolean
  | string
  | Fraction
  | { readonly [name: string]: PropertyValue | undefined }
  | readonly PropertyValue[];

/**
 * Property values by name; a name is absent when the property has no value.
 * @example
 * ```ts
 * const values: PropertyValues = { bitrate: 96_000, framerate: [25, 1], title: undefined };
 * ```
 */
export type PropertyValues = Readonly<Record<string, PropertyValue | undefined>>;

type Single<S> = S extends { type: 'int' | 'long' | 'float' }
  ? number
  : S extends { type: 'bool' }
    ? boolean
    : S extends { type: 'enum'; values: readonly (infer V)[] }
      ? V
      : S extends { type: 'string' | 'rawstring' }
        ? string
        : S extends { type: 'fraction' }
          ? Fraction
          : S extends { type: 'compound'; properties: infer P }
            ? ValuesOf<P>
            : never;

type One<S> = S extends { multiple: true } ? readonly Single<S>[] : Single<S>;

/**
 * The value type of one declared property: `undefined` is part of it unless the property is required, has a default,
 * or may be given several times (then it is an array, empty when nothing is given).
 * @example
 * ```ts
 * type Mode = ValueOf<{ type: 'enum'; values: readonly ['a', 'b']; default: 'a'; description: 'Mode.' }>; // 'a' | 'b'
 * ```
 */
export type ValueOf<S> = S extends { required: true } | { default: unknown } | { multiple: true }
  ? One<S>
  : One<S> | undefined;

/**
 * The value types of a set of declared properties, by name.
 * @example
 * ```ts
 * const volume = (p: ValuesOf<typeof PICTURE_PROPERTIES>): number => p.volume ?? 1;
 * ```
 */
export type ValuesOf<P> = { readonly [K in keyof P]: ValueOf<P[K]> };
