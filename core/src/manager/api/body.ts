import type { IncomingMessage } from 'node:http';
import { FlumotionError } from '../../errors';
import type { Operation } from './operation';
import { judge, problemText } from './problems';

/** Largest body taken where an operation says nothing else, bytes. */
const MAX_BODY = 64 * 1024;

/** Names of UTF-8, and of what is a part of it. */
const UTF8 = /^(?:utf-?8|us-ascii)$/i;

/** The body of a request: what the schema made of it, or its text where it is of another type. */
export interface Body {
  readonly body: unknown;
  readonly text: string | undefined;
}

/**
 * Reads the body that an operation takes; the server's request timeout bounds the wait.
 * @throws FlumotionError `body-too-large`, `body-encoding`, `body-invalid`.
 */
export async function readBody(
  request: IncomingMessage,
  { body: schema, text: types = [], maxBody = MAX_BODY }: Operation,
): Promise<Body> {
  const type = mediaType(request);
  if (types.includes(type) && hasBody(request))
    return { body: undefined, text: await readText(request, maxBody) };
  if (!schema) return { body: undefined, text: undefined };
  const judged = judge(schema, hasBody(request) ? await readJson(request, maxBody, types) : undefined);
  if (!judged.problems) return { body: judged.data, text: undefined };
  const { problems } = judged;
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
  refuseEncodings(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw FlumotionError.of('body-too-large', { limit });
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw FlumotionError.of('body-encoding', { seen: 'has bytes that are not UTF-8' }, { cause: error });
  }
}

/** What is packed, or written in other bytes, is not guessed at. */
function refuseEncodings({ headers }: IncomingMessage): void {
  const packed = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (packed !== 'identity') {
    const seen = `comes with Content-Encoding: ${JSON.stringify(packed.slice(0, 40))}`;
    throw FlumotionError.of('body-encoding', { seen });
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!UTF8.test(charset)) {
    const seen = `is said to be in the charset ${JSON.stringify(charset.slice(0, 40))}`;
    throw FlumotionError.of('body-encoding', { seen });
  }
}
