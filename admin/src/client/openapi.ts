import { FlumotionError, guidance } from '@flumotion/core/cli';
import type { ValueSchema } from './values';
import type { ManagerClient } from './client';

/** Where the manager describes its API. */
const DOCUMENT = '/api/openapi.json';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** A parameter of an operation. */
export interface OperationParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: ValueSchema | undefined;
  readonly description: string | undefined;
}

/** An operation of the manager's API, as its OpenAPI document describes it. */
export interface ApiOperation {
  readonly id: string;
  /** In capital letters. */
  readonly method: string;
  /** With `{name}` where a parameter stands. */
  readonly path: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly tag: string;
  /** Least role that may ask, where the document says. */
  readonly role: string | undefined;
  readonly parameters: readonly OperationParameter[];
  /** Whether the query may have further arguments. */
  readonly othersInQuery: boolean;
  /** Media types of a body; empty where it takes none. */
  readonly bodyTypes: readonly string[];
  /** Schemas of a JSON body's fields, by name. */
  readonly fields: Readonly<Record<string, ValueSchema>> | undefined;
  readonly bodyRequired: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** All operations of a manager, by their path. @throws as `ManagerClient.ask`. */
export async function operationsOf(client: ManagerClient): Promise<readonly ApiOperation[]> {
  return readOperations(await client.get<Json>(DOCUMENT));
}

/** The operation of a name. @throws FlumotionError `operation-unknown`. */
export function operationNamed(operations: readonly ApiOperation[], id: string): ApiOperation {
  const found = operations.find((operation) => operation.id === id);
  if (found) return found;
  const near = guidance(
    id,
    operations.map((operation) => operation.id),
  );
  const advice = near.includes('did you mean') ? near : '; see flumotion-command operations';
  throw FlumotionError.of('operation-unknown', { operation: JSON.stringify(id), advice });
}

/** Reads the operations out of an OpenAPI 3.1 document. */
export function readOperations(document: Json): readonly ApiOperation[] {
  const resolve = (part: unknown): Json => resolved(document, part);
  const base = (text(object(array(document['servers'])[0])['url']) ?? '').replace(/\/$/, '');
  return Object.entries(object(document['paths'])).flatMap(([path, item]) =>
    METHODS.filter((method) => Object.hasOwn(object(item), method)).map((method) => {
      const at = object(object(item)[method]);
      const parameters = [...array(object(item)['parameters']), ...array(at['parameters'])].map(resolve);
      const body = resolve(at['requestBody']);
      const content = object(body['content']);
      const json = resolve(object(content['application/json'])['schema']);
      return {
        id: text(at['operationId']) ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path: `${base}${path}`,
        summary: text(at['summary']) ?? '',
        description: text(at['description']),
        tag: text(array(at['tags'])[0]) ?? '',
        role: text(at['x-role']),
        othersInQuery: parameters.some(isOthers),
        parameters: parameters
          .filter((parameter) => !isOthers(parameter))
          .map((parameter) => ({
            name: text(parameter['name']) ?? '',
            in: (text(parameter['in']) ?? 'query') as OperationParameter['in'],
            required: parameter['required'] === true,
            schema:
              parameter['schema'] === undefined ? undefined : (resolve(parameter['schema']) as ValueSchema),
            description: text(parameter['description']),
          })),
        bodyTypes: Object.keys(content),
        fields: json['properties'] === undefined ? undefined : fieldsOf(json, resolve),
        bodyRequired: body['required'] === true,
      };
    }),
  );
}

/** Whether a parameter stands for any further arguments of the query. */
function isOthers(parameter: Json): boolean {
  return (
    parameter['in'] === 'query' &&
    parameter['explode'] === true &&
    object(parameter['schema'])['type'] === 'object'
  );
}

function fieldsOf(schema: Json, resolve: (part: unknown) => Json): Readonly<Record<string, ValueSchema>> {
  return Object.fromEntries(
    Object.entries(object(schema['properties'])).map(([name, field]) => [
      name,
      resolve(field) as ValueSchema,
    ]),
  );
}

/** Follows a `$ref` within the document; a part that is not there is empty. */
function resolved(document: Json, part: unknown, depth = 0): Json {
  const here = object(part);
  const reference = text(here['$ref']);
  if (reference === undefined || depth > 20) return here;
  const steps = reference
    .replace(/^#\//, '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const target = steps.reduce<unknown>((at, step) => object(at)[step], document);
  return resolved(document, target, depth + 1);
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
