import type { PropertySpec, PropertySpecs } from '../plugin';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const WHOLE: Schema = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** JSON Schema of the values of declared properties, by name. Retired ones may still be given and are `deprecated`. */
export function propertiesSchema(specs: PropertySpecs): Schema {
  const required = Object.keys(specs).filter((name) => specs[name]?.required === true);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, propertySchema(spec)])),
  };
}

/** JSON Schema of the values of one property. Units stand in the description. */
export function propertySchema(spec: PropertySpec): Schema {
  const about = {
    description: spec.unit === undefined ? spec.description : `${spec.description} In ${spec.unit}.`,
    ...(spec.retired === undefined ? {} : { deprecated: true }),
    ...(spec.secret === true ? { writeOnly: true } : {}),
  };
  const value = valueSchema(spec);
  return spec.multiple === true ? { ...about, type: 'array', items: value } : { ...about, ...value };
}

function valueSchema(spec: PropertySpec): Schema {
  if (spec.retired !== undefined) return {};
  switch (spec.type) {
    case 'int':
    case 'long':
      return { ...WHOLE, ...ranged(spec), ...usual(spec.default) };
    case 'float':
      return { type: 'number', ...ranged(spec), ...usual(spec.default) };
    case 'bool':
      return { type: 'boolean', ...usual(spec.default) };
    case 'enum':
      return { type: 'string', enum: spec.values, ...usual(spec.default) };
    case 'string':
    case 'rawstring':
      return { type: 'string', ...usual(spec.default) };
    case 'fraction':
      return {
        type: 'array',
        prefixItems: [WHOLE, { ...WHOLE, minimum: 1 }],
        items: false,
        minItems: 2,
        maxItems: 2,
        ...usual(spec.default),
      };
    case 'compound':
      return propertiesSchema(spec.properties);
  }
}

function ranged({ min, max }: { readonly min?: number; readonly max?: number }): Schema {
  return { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
}

function usual(value: unknown): Schema {
  return value === undefined ? {} : { default: value };
}
