import type {
  AnyComponentSpec,
  PipelineElement,
  PropertySpec,
  PropertyValue,
  PropertyValues,
  Fraction,
} from '../plugin';

/** Finds an element of the pipeline by the name the template gives it. */
export type ElementFinder = (name: string) => PipelineElement | undefined;

function isFraction(value: PropertyValue): value is Fraction {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');
}

function forElement(spec: PropertySpec, value: PropertyValue): string | number | boolean {
  if (spec.type !== 'compound' && spec.to) {
    return (spec.to as (value: PropertyValue) => string | number | boolean)(value);
  }
  if (isFraction(value)) return value.join('/');
  if (typeof value === 'object') throw new Error('a list or a block of properties cannot drive an element');
  return value;
}

/**
 * Puts one property's value on the elements that its declaration names. Does nothing when the property drives no
 * element or has no value.
 * @throws Error when an element of that name is not in the pipeline.
 */
export function applyProperty(
  spec: PropertySpec,
  value: PropertyValue | undefined,
  find: ElementFinder,
): void {
  if (spec.type === 'compound' || spec.sets === undefined || value === undefined) return;
  for (const target of [spec.sets].flat() as readonly string[]) {
    const dot = target.indexOf('.');
    const element = find(target.slice(0, dot));
    if (!element) throw new Error(`the declaration sets ${target}, but the pipeline has no such element`);
    element.set(target.slice(dot + 1), forElement(spec, value));
  }
}

/** Puts every value on the pipeline, in the order of declaration. */
export function applyProperties(
  component: AnyComponentSpec,
  values: PropertyValues,
  find: ElementFinder,
): void {
  for (const [name, spec] of Object.entries(component.properties ?? {}))
    applyProperty(spec, values[name], find);
}
