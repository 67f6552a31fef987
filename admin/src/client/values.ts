import { FlumotionError, guidance } from '@flumotion/core/cli';

/** The part of a JSON Schema by which words are read as values. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly ValueSchema[];
  readonly items?: ValueSchema | false;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly description?: string;
}

/**
 * Reads words as the value a schema describes: text stays text; anything else is JSON (`true`, `25`, `[25,1]`, `{"a": 1}`),
 * where a fraction may be `25/1`. Without a schema what is JSON is taken as JSON, all else as text.
 * @param what names the value in errors.
 * @throws FlumotionError `arguments-invalid`.
 */
export function valueOf(text: string, schema: ValueSchema | undefined, what: string): unknown {
  if (text === 'null') return null;
  const kinds = kindsOf(schema);
  if (kinds.length > 0 && kinds.every((kind) => kind === 'string')) return text;
  const json = parsed(text);
  if (kinds.length === 0) return json === undefined ? text : json;
  const fraction = /^(-?\d+)\/(\d+)$/.exec(text);
  if (kinds.includes('array') && fraction) return [Number(fraction[1]), Number(fraction[2])];
  if (json !== undefined && kinds.some((kind) => fits(json, kind))) return json;
  if (kinds.includes('string')) return text;
  throw FlumotionError.of('arguments-invalid', {
    reason: `${what}: expected ${kinds.join(' or ')}, got ${JSON.stringify(text)}`,
  });
}

/**
 * Reads `name=value` words by the schemas of the names.
 * @param schemas undefined where any name goes.
 * @throws FlumotionError `arguments-invalid`.
 */
export function namedValues(
  words: readonly string[],
  schemas: Readonly<Record<string, ValueSchema>> | undefined,
  what: string,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 1)
      throw FlumotionError.of('arguments-invalid', {
        reason: `${what}: expected name=value, got ${JSON.stringify(word)}`,
      });
    const name = word.slice(0, equals);
    if (schemas && !Object.hasOwn(schemas, name)) {
      const advice = guidance(name, Object.keys(schemas));
      throw FlumotionError.of('arguments-invalid', {
        reason: `${what} knows no ${JSON.stringify(name)}${advice}`,
      });
    }
    values[name] = valueOf(word.slice(equals + 1), schemas?.[name], name);
  }
  return values;
}

function kindsOf(schema: ValueSchema | undefined): readonly string[] {
  if (!schema) return [];
  if (schema.anyOf) return schema.anyOf.flatMap(kindsOf);
  if (schema.type !== undefined) return [schema.type].flat();
  return schema.enum?.every((one) => typeof one === 'string') === true ? ['string'] : [];
}

function fits(value: unknown, kind: string): boolean {
  switch (kind) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === kind;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
