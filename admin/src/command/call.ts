import { type Command, Option } from 'commander';
import { FlumotionError, guidance, isFlumotionError } from '@flumotion/core/cli';
import type { Answer, Asking, ManagerClient } from '../client/client';
import { operationNamed, operationsOf, type ApiOperation } from '../client/openapi';
import { valueOf, type ValueSchema } from '../client/values';
import { answerText } from './invoke';
import { pairsText, tableText } from './show';
import { readFileOrInput, verb, type VerbOptions, type VerbTerminal } from './session';

/** Options of a call. */
interface CallOptions extends VerbOptions {
  readonly body?: string;
  readonly type?: string;
  readonly ifMatch?: string;
  readonly output?: string;
}

/** Adds `operations` and `call`, by which everything that the API can do can be done. */
export function callVerbs(root: Command, terminal: VerbTerminal): void {
  root
    .command('operations')
    .description(
      "all operations of the manager's API, or those with a word in them; one alone with its parameters",
    )
    .argument('[word]')
    .option('--list', 'only their names, one a line')
    .action(
      verb<VerbOptions & { readonly list?: boolean }>(
        terminal,
        async ({ client, options, show, write }, word?: string) => {
          const all = await operationsOf(client);
          if (options.list === true) {
            write(all.map(({ id }) => `${id}\n`).join(''));
            return;
          }
          const one = all.find(({ id }) => id === word);
          if (one) {
            show(one, () => operationText(one));
            return;
          }
          const has = word?.toLowerCase() ?? '';
          const chosen = all.filter((operation) =>
            [operation.id, operation.path, operation.summary, operation.tag].some((text) =>
              text.toLowerCase().includes(has),
            ),
          );
          show(chosen, () =>
            tableText(
              ['operation', 'role', 'request', 'does'],
              chosen.map(({ id, role, method, path, summary }) => [id, role, `${method} ${path}`, summary]),
            ),
          );
        },
      ),
    );
  root
    .command('call')
    .description("calls an operation of the manager's API and prints what it answers")
    .argument('<operation>', 'as startComponent; see operations')
    .argument('[values...]', 'parameters and fields of the body, as flow=default')
    .option('--body <file>', 'the body, from a file; - for standard input')
    .option(
      '--type <type>',
      'media type of that body (default: by the operation: JSON, or XML where it begins so)',
    )
    .addOption(
      new Option(
        '--if-match <etag>',
        'ETag of what is changed; the one it has now when left out, where one is wanted',
      ),
    )
    .action(
      verb<CallOptions>(terminal, async ({ client, options, show, write }, id = '', ...words) => {
        const operation = operationNamed(await operationsOf(client), id);
        const answer = await call(client, operation, words, options);
        if (answer.value === undefined && answer.bytes.length > 0) write(answer.bytes);
        else if (typeof answer.value === 'string') write(answer.value);
        else show(answer.value ?? null, () => (answer.value === undefined ? '' : callText(answer.value)));
      }),
    );
}

/**
 * Calls an operation with words of the form `name=value`.
 * @throws FlumotionError `arguments-invalid`, or what the manager answers.
 */
export async function call(
  client: ManagerClient,
  operation: ApiOperation,
  words: readonly string[],
  options: Pick<CallOptions, 'body' | 'type' | 'ifMatch'>,
): Promise<Answer> {
  const { path, query, fields } = sorted(operation, words);
  const body = options.body === undefined ? fields : readFileOrInput(options.body);
  const asking: Asking = {
    query,
    ...(body !== undefined && { body }),
    ...(Buffer.isBuffer(body) && { type: options.type ?? typeOf(body, operation) }),
  };
  const send = (etag: string | undefined): Promise<Answer> =>
    client.ask(operation.method, path, {
      ...asking,
      ...(etag !== undefined && { headers: { 'If-Match': etag } }),
    });
  try {
    return await send(options.ifMatch);
  } catch (error) {
    if (!isFlumotionError(error) || error.status !== 428 || options.ifMatch !== undefined) throw error;
    // Who does not say what the change is made to means it as it is now.
    return send((await client.ask('GET', path)).etag ?? '*');
  }
}

function sorted(
  { id, path, parameters, othersInQuery, fields = {}, bodyTypes }: ApiOperation,
  words: readonly string[],
): { path: string; query: Record<string, string>; fields: Record<string, unknown> | undefined } {
  const given = new Map<string, string>();
  const query: Record<string, string> = {};
  const body: Record<string, unknown> = {};
  const takesMore = bodyTypes.includes('application/json') && Object.keys(fields).length === 0;
  const known = [
    ...parameters.filter((one) => one.in !== 'header').map(({ name }) => name),
    ...Object.keys(fields),
  ];
  for (const word of words) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined)
      throw FlumotionError.of('arguments-invalid', {
        reason: `expected name=value, got ${JSON.stringify(word)}`,
      });
    const parameter = parameters.find((one) => one.name === name && one.in !== 'header');
    if (parameter?.in === 'path') given.set(name, value);
    else if (parameter) query[name] = value;
    else if (Object.hasOwn(fields, name) || takesMore) body[name] = valueOf(value, fields[name], name);
    else if (othersInQuery) query[name] = value;
    else if (parameters.length === 0 && known.length === 0)
      throw FlumotionError.of('arguments-invalid', { reason: `${id} takes no values` });
    else {
      const advice = guidance(name, known);
      throw FlumotionError.of('arguments-invalid', {
        reason: `${id} knows no ${JSON.stringify(name)}${advice}`,
      });
    }
  }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given.get(name);
    if (value === undefined) {
      const needs = [...path.matchAll(/\{(\w+)\}/g)].map(([, one = '']) => `${one}=…`).join(' ');
      throw FlumotionError.of('arguments-invalid', { reason: `${id} needs ${needs}` });
    }
    return encodeURIComponent(value);
  });
  return { path: filled, query, fields: Object.keys(body).length > 0 ? body : undefined };
}

/** The media type of a body: XML where it begins so and the operation takes it, else the first that it takes. */
function typeOf(body: Buffer, { bodyTypes }: ApiOperation): string {
  const xml = bodyTypes.find((type) => type.includes('xml'));
  if (xml !== undefined && /^\s*</.test(body.toString('utf8', 0, 100))) return xml;
  return bodyTypes.find((type) => type.includes('json')) ?? bodyTypes[0] ?? 'application/json';
}

/** An answer for people: a list of alike things as a table, anything else as names and values. */
export function callText(value: unknown): string {
  if (!Array.isArray(value) || !value.every((row) => typeof row === 'object' && row !== null))
    return answerText(value);
  const rows = value as readonly Record<string, string>[];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return tableText(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

function operationText(operation: ApiOperation): string {
  const { parameters, fields = {} } = operation;
  const kind = (schema: ValueSchema | undefined): string => [schema?.type ?? 'any'].flat().join(' or ');
  const rows = [
    ...parameters
      .filter((one) => one.in !== 'header')
      .map((one) => [one.name, kind(one.schema), one.required ? 'needed' : '', one.description ?? '']),
    ...Object.entries(fields).map(([name, schema]) => [name, kind(schema), 'body', schema.description ?? '']),
  ];
  return [
    pairsText([
      ['operation', operation.id],
      ['request', `${operation.method} ${operation.path}`],
      ['does', operation.summary],
      ['role', operation.role],
      ['body', operation.bodyTypes.length > 0 ? operation.bodyTypes.join(', ') : undefined],
    ]),
    rows.length > 0 ? `\n${tableText(['value', 'kind', '', 'meaning'], rows)}` : '',
    operation.description === undefined ? '' : `\n${operation.description}\n`,
  ].join('');
}
