import type { IncomingMessage } from 'node:http';
import { FlumotionError } from '../../errors';

/** Largest body taken, bytes. */
const MAX_BODY = 64 * 1024;

/** Whether a request comes with a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads the body of a request as JSON; the server's request timeout bounds the wait.
 * @throws FlumotionError `body-too-large`, `body-invalid`.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(?:\s*;|$)/i.test(type)) {
    throw FlumotionError.of('body-invalid', {
      reason: 'the header Content-Type: application/json is expected',
    });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw FlumotionError.of('body-too-large', { limit: MAX_BODY });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw FlumotionError.of('body-invalid', { reason: 'it is not JSON' }, { cause: error });
  }
}
