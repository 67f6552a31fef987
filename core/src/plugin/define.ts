import type { Behaviour } from './behaviour';
import type { AnyComponentSpec, ComponentSpec } from './component';
import type { PropertySpecs, ValuesOf } from './properties';
import type { ActionSpecs, TableSpecs } from './tables';

/**
 * Brand of a component; a string, so that two copies of the core agree. The number is the shape's version.
 * @example
 * ```ts
 * const branded = (value: { $kind?: unknown }): boolean => value.$kind === COMPONENT_BRAND;
 * ```
 */
export const COMPONENT_BRAND = 'flumotion.component/1';

/**
 * A component as the core loads it from a package.
 * @example
 * ```ts
 * const types = (pack: readonly ComponentDefinition[]): string[] => pack.map(({ spec }) => spec.type);
 * ```
 */
export interface ComponentDefinition {
  readonly $kind: typeof COMPONENT_BRAND;
  readonly spec: AnyComponentSpec;
  readonly behaviour: Behaviour<never>;
}

/**
 * Property values inside the behaviour of a component with this declaration.
 * @example
 * ```ts
 * const spec = declareComponent({
 *   type: 'x-producer',
 *   kind: 'producer',
 *   description: 'Makes x.',
 *   properties: { size: { type: 'int', default: 3, description: 'Size.' } },
 * });
 * const double = (p: PropertiesOf<typeof spec>): number => 2 * p.size;
 * ```
 */
export type PropertiesOf<S> = S extends { properties: infer P }
  ? ValuesOf<P>
  : Readonly<Record<never, never>>;

type PropertiesFrom<P> = P extends PropertySpecs ? ValuesOf<P> : Readonly<Record<never, never>>;

/**
 * Checks the shape of a declaration at compile time and keeps its literal types. Use it when the behaviour stands in
 * files of its own; otherwise `defineComponent` alone is enough.
 * @example
 * ```ts
 * const declaration = declareComponent({
 *   type: 'guest-book',
 *   kind: 'misc',
 *   description: 'Knows who is there.',
 *   properties: { file: { type: 'string', required: true, description: 'Where it is kept.' } },
 * });
 * const book = defineComponent(declaration, { check: ({ file }) => (file === '' ? 'file is empty' : undefined) });
 * ```
 */
export function declareComponent<
  const P extends PropertySpecs,
  const S extends ComponentSpec<PropertiesFrom<P>>,
>(spec: S & { readonly properties?: P }): S & { readonly properties: P } {
  return spec as S & { readonly properties: P };
}

/**
 * Makes a component out of its declaration and, when it does more than its pipeline, its behaviour. Export the result
 * (or an array of them) as the package's default export.
 * @example
 * ```ts
 * export default defineComponent({
 *   type: 'my-encoder',
 *   kind: 'encoder',
 *   description: 'Encodes sound as Opus.',
 *   eaters: { default: { caps: 'audio/x-raw' } },
 *   feeders: { default: { caps: 'audio/x-opus' } },
 *   properties: {
 *     bitrate: {
 *       type: 'int',
 *       min: 6000,
 *       max: 510_000,
 *       default: 96_000,
 *       unit: 'bit/s',
 *       live: true,
 *       description: 'Target bit rate.',
 *       sets: 'encoder.bitrate',
 *     },
 *   },
 *   pipeline: 'audioconvert ! audioresample ! opusenc name=encoder',
 * });
 * ```
 */
export function defineComponent<
  const P extends PropertySpecs,
  const T extends TableSpecs,
  const A extends ActionSpecs,
>(
  spec: ComponentSpec<ValuesOf<P>> & {
    readonly properties?: P;
    readonly tables?: T;
    readonly actions?: A;
  },
  behaviour: Behaviour<ValuesOf<P>, T, A> = {},
): ComponentDefinition {
  return { $kind: COMPONENT_BRAND, spec, behaviour: behaviour };
}

/**
 * Whether something a package exports is a component.
 * @example
 * ```ts
 * const found = ([] as unknown[]).filter(isComponent); // ComponentDefinition[]
 * ```
 */
export function isComponent(value: unknown): value is ComponentDefinition {
  return (
    typeof value === 'object' && value !== null && (value as { $kind?: unknown }).$kind === COMPONENT_BRAND
  );
}
