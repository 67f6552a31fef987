import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../errors';
import { VERSION } from '../../version';
import { TAGS, type Operation } from './operation';

type Json = Record<string, unknown>;

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Json }>>;
}

/** An operation in the document. */
export interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** Least role that may ask. */
  readonly 'x-role': string;
  /** Empty: no login is needed. */
  readonly security?: readonly [];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Json;
    readonly style?: 'form';
    readonly explode?: boolean;
  }[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
}

/** An OpenAPI document, as far as it is read here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** What a document says beside the operations. */
export interface OpenApiFacts {
  /** Name of the cookie of a session. */
  readonly cookie: string;
}

const DESCRIPTION =
  'Steers and shows a manager and its planet. Each operation names the least role that may ask for it: a viewer sees, an operator steers what runs, an administrator changes everything.';

/** The OpenAPI 3.1 document of operations, out of the schemas by which requests are judged. */
export function openApi(operations: readonly Operation[], { cookie }: OpenApiFacts): OpenApiDocument {
  const schemas = new Schemas();
  const paths: Record<string, Record<string, DescribedOperation>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(operation, schemas);
  }
  const error = z.object({
    code: z.string().describe('Stable, for programs.'),
    message: z.string().describe('What was seen, what was expected, and what to do, for people.'),
    field: z.string().optional().describe('Path of the field of the request that is wrong.'),
    advice: z.string().optional(),
    problems: z.array(z.looseObject({})).optional().describe('Each thing that is wrong.'),
  });
  schemas.of(error.meta({ id: 'Error' }));
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Flumotion manager',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'LGPL-2.1-or-later', identifier: 'LGPL-2.1-or-later' },
    },
    servers: [{ url: '/api' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ password: [] }, { token: [] }, { session: [] }],
    paths,
    components: {
      schemas: schemas.all,
      securitySchemes: {
        password: { type: 'http', scheme: 'basic' },
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: cookie },
      },
    },
  };
  return document;
}

/** Schemas with a name of their own, of all operations together. */
class Schemas {
  readonly all: Record<string, Json> = {};

  /** A schema as JSON Schema; one with a name, and those in it, become references. */
  of(schema: z.ZodType): Json {
    // In an array, a schema with a name is made a reference, as it is not when it stands alone.
    const { $defs = {}, items } = z.toJSONSchema(z.array(schema), {
      io: 'input',
      unrepresentable: 'any',
    }) as {
      readonly $defs?: Readonly<Record<string, Json>>;
      readonly items: Json;
    };
    for (const [name, { id: _, ...definition }] of Object.entries($defs)) {
      const text = referring(definition);
      if (this.all[name] && JSON.stringify(this.all[name]) !== JSON.stringify(text))
        throw new Error(`two schemas are called ${name}`);
      this.all[name] = text;
    }
    return referring(items);
  }
}

function referring(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

function describe(operation: Operation, schemas: Schemas): DescribedOperation {
  const { id, tag, summary, description, role } = operation;
  const needs = role === 'anybody' ? 'Needs no login.' : `Needs the role ${role}.`;
  return {
    operationId: id,
    tags: [tag],
    summary: sentence(summary),
    description: description === undefined ? needs : `${description} ${needs}`,
    'x-role': role,
    ...(role === 'anybody' ? { security: [] } : {}),
    ...withParameters(operation, schemas),
    ...withBody(operation, schemas),
    responses: { ...success(operation, schemas), ...failures(operation) },
  };
}

/** A summary by itself: links into the manual say nothing here. */
function sentence(text: string): string {
  const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

function withParameters(
  { params, query }: Operation,
  schemas: Schemas,
): Pick<DescribedOperation, 'parameters'> {
  const parameters = [
    ...(params ? parametersIn('path', schemas.of(params)) : []),
    ...(query ? parametersIn('query', schemas.of(query)) : []),
  ];
  return parameters.length === 0 ? {} : { parameters };
}

type Parameter = NonNullable<DescribedOperation['parameters']>[number];

function parametersIn(
  place: 'path' | 'query',
  { properties = {}, ...schema }: ObjectSchema,
): readonly Parameter[] {
  const { required = [], additionalProperties } = schema;
  const named = Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' ? { description } : {}),
    schema: rest,
  }));
  if (typeof additionalProperties !== 'object') return named;
  const others = { type: 'object', additionalProperties };
  return [...named, { name: 'others', in: place, style: 'form', explode: true, schema: others }];
}

function withBody({ body, text = [] }: Operation, schemas: Schemas): Pick<DescribedOperation, 'requestBody'> {
  if (!body && text.length === 0) return {};
  const content: Record<string, { schema: Json }> = Object.fromEntries(
    text.map((media) => [media, { schema: { type: 'string' } }]),
  );
  if (body) content['application/json'] = { schema: schemas.of(body) };
  return { requestBody: { required: !body?.safeParse(undefined).success, content } };
}

type Responses = DescribedOperation['responses'];

function success({ answer, status = 200 }: Operation, schemas: Schemas): Responses {
  if (!answer) return { 204: { description: 'Done.' } };
  if ('media' in answer)
    return { [status]: { description: answer.description, content: { [answer.media]: {} } } };
  return {
    [status]: { description: 'Done.', content: { 'application/json': { schema: schemas.of(answer) } } },
  };
}

/** Answers that are errors, one for each status; which codes it may have stands in the description. */
function failures(operation: Operation): Responses {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...operation.errors, ...commonErrors(operation)])) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = { $ref: '#/components/schemas/Error' };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema } },
      },
    ]),
  );
}

/** Errors that any operation of its kind can have. */
export function commonErrors({ role, method, params, query, body, text }: Operation): readonly ErrorCode[] {
  return [
    ...(params || query ? (['request-invalid'] as const) : []),
    ...(body || text ? (['body-invalid', 'body-encoding', 'body-too-large'] as const) : []),
    ...(role === 'anybody' ? [] : (['not-admitted'] as const)),
    ...(role === 'anybody' || role === 'viewer' ? [] : (['role-lacking'] as const)),
    ...(method === 'get' ? [] : (['cross-site'] as const)),
    'too-many-requests',
    'internal',
  ];
}
