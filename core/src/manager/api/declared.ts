import { z } from 'zod';

/** A value that a property can have. */
export const propertyValue = z
  .union([
    z.number(),
    z.boolean(),
    z.string(),
    z.null(),
    // What is in these are such values again; generators of types refuse one that consists of itself.
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()),
  ])
  .meta({ id: 'PropertyValue' });

/** Values of properties, by name. */
export const propertyValues = z.record(z.string(), propertyValue);

const description = z.string().describe('One sentence for people.');
const unit = z.string().optional().describe('As shown to people: `bit/s`, `s`, `ms`, `px`, `Hz`, `bytes`.');
const bound = z.union([z.number(), z.tuple([z.number(), z.number()])]).optional();

/** The declaration of a property. */
const property: z.ZodType = z
  .looseObject({
    type: z.enum(['int', 'long', 'float', 'bool', 'string', 'rawstring', 'fraction', 'enum', 'compound']),
    description,
    unit,
    required: z.boolean().optional().describe('The component cannot run without a value.'),
    multiple: z.boolean().optional().describe('It may be given several times; its value is then an array.'),
    secret: z.boolean().optional().describe('It is a password or a key, which is never shown.'),
    live: z.boolean().optional().describe('It may change while the component runs.'),
    control: z.boolean().optional().describe('People reach for it while the component runs.'),
    labels: z.record(z.string(), z.string()).optional().describe('What its whole numbers stand for.'),
    retired: z.string().optional().describe('It means nothing any more; this is the warning.'),
    aliases: z.array(z.string()).optional().describe('Old spellings that planet files may have.'),
    default: propertyValue.optional(),
    min: bound,
    max: bound,
    values: z.array(z.string()).optional().describe('Of an `enum`: the words of which it is one.'),
    device: z.boolean().optional().describe('It names a device of the machine.'),
    names: z.enum(['bouncer', 'porter']).optional().describe('It names such a component of the atmosphere.'),
    path: z.enum(['file', 'folder']).optional().describe('It is a path on the machine of the worker.'),
    properties: z
      .lazy(() => z.record(z.string(), property))
      .optional()
      .describe('Of a `compound`: the properties in it.'),
  })
  .meta({ id: 'PropertyDeclaration' });

const properties = z.record(z.string(), property);

const column = z
  .object({
    kind: z.enum(['text', 'number', 'bool', 'time']).describe('`time` is in milliseconds since 1970.'),
    unit,
    description,
  })
  .meta({ id: 'Column' });

const columns = z.record(z.string(), column);

/** Tables by name. */
export const tableDeclarations = z.record(
  z.string(),
  z
    .object({
      description,
      figure: z.string().optional().describe('A gauge whose course is shown beside it.'),
      property: z.string().optional().describe('Without this property there is nothing in it.'),
      columns,
    })
    .meta({ id: 'TableDeclaration' }),
);

/** Actions by name. */
export const actionDeclarations = z.record(
  z.string(),
  z
    .object({
      description,
      table: z.string().optional().describe('The table to whose things it is done.'),
      parameters: properties.optional(),
      answer: columns.optional(),
    })
    .meta({ id: 'ActionDeclaration' }),
);

const stat = z
  .object({
    kind: z.enum(['counter', 'gauge', 'text']),
    unit,
    each: z.string().optional().describe('There is one for each of several things, which this word names.'),
    description,
  })
  .meta({ id: 'FigureDeclaration' });

const declaration = {
  type: z.string(),
  description,
  properties: properties.optional(),
  stats: z.record(z.string(), stat).optional().describe('Its live figures.'),
  package: z.object({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    dir: z.string(),
    api: z.string(),
  }),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of its properties.'),
};

const AS_INSPECTED = 'The declaration as it stands, as `flumotion-inspect --json` prints it.';

/** The declaration of a component type. */
export const componentDeclaration = z
  .looseObject({
    ...declaration,
    kind: z.string(),
    eaters: z
      .record(
        z.string(),
        z.looseObject({
          caps: z.string(),
          required: z.boolean().optional().describe('True when left out.'),
          multiple: z.boolean().optional().describe('Several feeds may be connected.'),
          description: z.string().optional(),
        }),
      )
      .optional(),
    feeders: z
      .record(z.string(), z.looseObject({ caps: z.string(), description: z.string().optional() }))
      .optional(),
    tables: tableDeclarations.optional(),
    actions: actionDeclarations.optional(),
    clock: z.object({ priority: z.number() }).optional(),
    sockets: z.array(z.string()).optional().describe('Sockets for plugs, beside those that all have.'),
  })
  .describe(AS_INSPECTED)
  .meta({ id: 'ComponentDeclaration' });

/** The declaration of a plug type. */
export const plugDeclaration = z
  .looseObject({ ...declaration, socket: z.string(), caps: z.string().optional().describe('Of an effect.') })
  .describe(AS_INSPECTED)
  .meta({ id: 'PlugDeclaration' });
