import type { PropertySpec, PropertySpecs, PropertyValue } from '../api/types';

/** Most words that stand beside each other. */
const FEW = 6;
/** Most whole numbers of a slider. */
const STEPS = 500;

/** What a live property is changed with. */
export type ControlForm = 'buttons' | 'switch' | 'select' | 'slider' | 'field';

/**
 * What fits a live property.
 * @param given - its value. Where there is none, and nobody knows what then counts, a slider would show something wrong.
 */
export function controlForm(spec: PropertySpec, given?: PropertyValue): ControlForm {
  const { type, values = [], labels, min, max, multiple } = spec;
  if (multiple === true) return 'field';
  if (type === 'bool') return 'switch';
  if (type === 'enum') return values.length <= FEW ? 'buttons' : 'select';
  if (labels !== undefined) return 'select';
  const known = (given ?? spec.default ?? undefined) !== undefined;
  const ranged = known && typeof min === 'number' && typeof max === 'number';
  if (type === 'float') return ranged ? 'slider' : 'field';
  return type === 'int' && ranged && max - min <= STEPS ? 'slider' : 'field';
}

/** The values of a property that has words for them, with these. */
export function labelled({
  values = [],
  labels = {},
}: PropertySpec): readonly { readonly value: string; readonly label: string }[] {
  return [
    ...values.map((value) => ({ value, label: value })),
    ...Object.entries(labels).map(([value, label]) => ({ value, label: `${value} ${label}` })),
  ];
}

/** The properties that people reach for while a component runs. */
export function controlsOf(specs: PropertySpecs): readonly (readonly [name: string, spec: PropertySpec])[] {
  return Object.entries(specs).filter(([, { control, live }]) => control === true && live === true);
}
