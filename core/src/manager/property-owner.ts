import { FlumotionError } from '../errors';
import { aliasesOf } from '../model/graph';
import { specOf, unknownProperty, validateValue, withDefaults } from '../model/values';
import type { Behaviour, PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../plugin';
import { complaintOf } from '../plugs/foreign';
import { plugNames } from '../plugs/names';
import { checkPlugValues } from '../plugs/running-plug';
import type { PlanetComponent } from './planet';

/** What has properties: a component, or a plug in it. */
export interface PropertyOwner {
  /** For messages. */
  readonly id: string;
  readonly specs: PropertySpecs;
  /** Values given. */
  readonly given: PropertyValues;
  /** The place of a plug. */
  readonly place: { readonly plug?: number };
  /** What is wrong with given values together. */
  readonly check: (given: PropertyValues) => string | undefined;
}

/**
 * The component, or the plug in it that is named by its type, by its name (`TYPE-2`), or by its place counted from 0.
 * @throws FlumotionError `plug-unknown`, also when the type is there several times.
 */
export function ownerOf(component: PlanetComponent, plug?: string): PropertyOwner {
  const { id, spec, config, definition, plugs = [] } = component;
  if (plug === undefined) {
    const specs = spec.properties ?? {};
    const behaviour = definition.behaviour as Behaviour;
    const check = (given: PropertyValues): string | undefined =>
      behaviour.check &&
      complaintOf(() => behaviour.check?.(withDefaults(specs, given), aliasesOf(config.eaters)));
    return { id, specs, given: config.properties, place: {}, check };
  }
  const types = config.plugs.map(({ type }) => type);
  const names = plugNames(types);
  const alone = types.filter((type) => type === plug).length < 2;
  const index = /^\d{1,4}$/.test(plug) ? Number(plug) : alone ? names.indexOf(plug) : -1;
  const [found, its] = [plugs[index], config.plugs[index]];
  if (!found || !its) {
    const known = names.map((name, at) => `${at} is ${name}`).join(', ') || 'it has none';
    throw FlumotionError.of('plug-unknown', { component: id, plug: JSON.stringify(plug), plugs: known });
  }
  return {
    id: `${id}, plug ${names[index] ?? plug}`,
    specs: found.spec.properties ?? {},
    given: its.properties,
    place: { plug: index },
    check: (given) => checkPlugValues(found, given),
  };
}

/**
 * Judges a new value of a live property.
 * @param value null takes the value away.
 * @throws FlumotionError `property-not-live`, `property-refused`.
 */
export function judge(owner: PropertyOwner, name: string, value: unknown): PropertyValue | null {
  const { id, specs, given } = owner;
  const property = specOf(specs, name);
  const refuse = (reason: string, field = 'value'): FlumotionError =>
    FlumotionError.of('property-refused', { component: id, property: name, reason }, { details: { field } });
  if (!property) throw refuse(unknownProperty(name, specs), 'property');
  if (property.live !== true)
    throw FlumotionError.of(
      'property-not-live',
      { component: id, property: name },
      { details: { field: 'property' } },
    );
  let judged: PropertyValue | null = null;
  if (value !== null) {
    const verdict = validateValue(property, value);
    if (!verdict.ok) throw refuse(verdict.problem);
    judged = verdict.value;
  } else if (property.required) throw refuse('a value is required');
  const { [name]: _, ...others } = given;
  const complaint = owner.check(judged === null ? others : { ...others, [name]: judged });
  if (complaint !== undefined) throw refuse(complaint);
  return judged;
}

/** The value of a property as logs may show it: `***` when it, or a part of it, is secret, or the property not known. */
export function shownValue(specs: PropertySpecs, name: string, value: unknown): unknown {
  const spec = specOf(specs, name);
  return !spec || hasSecret(spec) ? '***' : value;
}

function hasSecret(spec: PropertySpec): boolean {
  return spec.secret === true || (spec.type === 'compound' && Object.values(spec.properties).some(hasSecret));
}
