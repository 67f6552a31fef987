import type { AnyComponentSpec, AnyPlugSpec } from '../plugin';
import { propertiesSchema, type Schema } from './property-schema';

/** The component and plug types that a schema is made of. */
export interface SchemaTypes {
  find(type: string): AnyComponentSpec | undefined;
  types(): readonly string[];
  findPlug(type: string): AnyPlugSpec | undefined;
  plugTypes(): readonly string[];
}

/** One of these words; nothing is valid when there are none. */
function oneOf(words: readonly string[]): Schema | boolean {
  return words.length === 0 ? false : { type: 'string', enum: words };
}

/** What holds for each of some types. */
function choices(types: readonly string[], rule: (type: string) => Schema): Schema {
  return types.length === 0 ? {} : { allOf: types.map(rule) };
}

const text = (description: string): Schema => ({ type: 'string', description });

/**
 * JSON Schema (2020-12) of a planet of these types in its JSON form (`planetJson`): the values of each type's properties
 * with their kinds, ranges and defaults, its eaters and feeders. What several components say together (feeds that exist,
 * ports, cycles) it does not judge; `flumotion-manager --check` does.
 */
export function planetSchema(types: SchemaTypes): Schema {
  const component = componentSchema(types);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Flumotion planet',
    type: 'object',
    additionalProperties: false,
    required: ['atmosphere', 'flows'],
    properties: {
      manager: managerSchema(),
      atmosphere: {
        type: 'array',
        items: { $ref: '#/$defs/component' },
        description: 'Components outside any flow.',
      },
      flows: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['name', 'components'],
          properties: {
            name: text('Name of the flow.'),
            components: { type: 'array', items: { $ref: '#/$defs/component' } },
          },
        },
      },
    },
    $defs: {
      component,
      plug: plugSchema(types),
      ...Object.fromEntries(
        types
          .types()
          .map((type) => [`properties-of-${type}`, propertiesSchema(types.find(type)?.properties ?? {})]),
      ),
      ...Object.fromEntries(
        types
          .plugTypes()
          .map((type) => [
            `properties-of-plug-${type}`,
            propertiesSchema(types.findPlug(type)?.properties ?? {}),
          ]),
      ),
    },
  };
}

function managerSchema(): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['plugs'],
    properties: {
      name: text('Name of the manager.'),
      host: text('Address to listen on; all when left out.'),
      port: { type: 'integer', minimum: 1, maximum: 65_535 },
      transport: { type: 'string', enum: ['tcp', 'ssl'] },
      certificate: text('PEM file with certificate and key.'),
      debug: text('Debug levels, as *:4.'),
      bouncer: { $ref: '#/$defs/component' },
      plugs: { type: 'array', items: { $ref: '#/$defs/plug' } },
    },
  };
}

function componentSchema(types: SchemaTypes): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'type', 'eaters', 'properties', 'plugs', 'virtualFeeds'],
    properties: {
      name: text('Name in its flow.'),
      type: oneOf(types.types()),
      label: text('Name for people.'),
      worker: text('Name of the worker that runs it.'),
      eaters: {
        type: 'object',
        additionalProperties: {
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['feed', 'alias'],
            properties: { feed: text('component:feeder'), alias: text('Unique in the component.') },
          },
        },
      },
      properties: { type: 'object' },
      plugs: { type: 'array', items: { $ref: '#/$defs/plug' } },
      virtualFeeds: { type: 'object', additionalProperties: { type: 'string' } },
      clockMaster: { type: 'boolean' },
    },
    ...choices(types.types(), (type) => ({
      if: { type: 'object', properties: { type: { const: type } } },
      then: { type: 'object', properties: ofType(type, types.find(type)) },
    })),
  };
}

/** What a component of one type may say beyond what every component may. */
function ofType(type: string, spec: AnyComponentSpec | undefined): Schema {
  const eaters = Object.entries(spec?.eaters ?? {});
  const feeders = Object.keys(spec?.feeders ?? {});
  return {
    eaters: {
      type: 'object',
      propertyNames: oneOf(eaters.map(([name]) => name)),
      properties: Object.fromEntries(
        eaters.map(([name, { multiple }]) => [name, { type: 'array', ...(multiple ? {} : { maxItems: 1 }) }]),
      ),
    },
    properties: { $ref: `#/$defs/properties-of-${type}` },
    virtualFeeds: { type: 'object', additionalProperties: oneOf(feeders) },
  };
}

function plugSchema(types: SchemaTypes): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'properties'],
    properties: {
      type: oneOf(types.plugTypes()),
      feeder: text('Of an effect: the feeder in front of which it is.'),
      properties: { type: 'object' },
    },
    ...choices(types.plugTypes(), (type) => ({
      if: { type: 'object', properties: { type: { const: type } } },
      then: { type: 'object', properties: { properties: { $ref: `#/$defs/properties-of-plug-${type}` } } },
    })),
  };
}
