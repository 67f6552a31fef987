import type { IncomingMessage } from 'node:http';
import { FlumotionError } from '../../errors';
import type { Operation } from './operation';
import { problemsOf, problemText } from './problems';

/** Largest body taken where an operation says nothing else, bytes. */
const MAX_BODY = 64 * 1024;

/** The body of a request: what the schema made of it, or its text where it is of another type. */
export interface Body {
  readonly body: unknown;
  readonly text: string | undefined;
}

/**
 * Reads the body that an operation takes; the server's request timeout bounds the wait.
 * @throws FlumotionError `body-too-large`, `body-invalid`.
 */
export async function readBody(
  request: IncomingMessage,
  { body: schema, text: types = [], maxBody = MAX_BODY }: Operation,
): Promise<Body> {
  const type = mediaType(request);
  if (types.includes(type) && hasBody(request))
    return { body: undefined, text: await readText(request, maxBody) };
  if (!schema) return { body: undefined, text: undefined };
  const judged = schema.safeParse(hasBody(request) ? await readJson(request, maxBody, types) : undefined);
  if (judged.success) return { body: judged.data, text: undefined };
  const problems = problemsOf(judged.error);
  const field = problems[0]?.field ?? '';
  throw FlumotionError.of(
    'body-invalid',
    { reason: problemText(problems) },
    { details: { ...(field === '' ? {} : { field }), problems } },
  );
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function mediaType({ headers }: IncomingMessage): string {
  return /^[^;\s]*/.exec(headers['content-type'] ?? '')?.[0].toLowerCase() ?? '';
}

async function readJson(
  request: IncomingMessage,
  limit: number,
  others: readonly string[],
): Promise<unknown> {
  if (mediaType(request) !== 'application/json') {
    const expected = ['application/json', ...others].join(' or ');
    throw FlumotionError.of('body-invalid', { reason: `the header Content-Type: ${expected} is expected` });
  }
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw FlumotionError.of('body-invalid', { reason: 'it is not JSON' }, { cause: error });
  }
}

async function readText(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw FlumotionError.of('body-too-large', { limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
