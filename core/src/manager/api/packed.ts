import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, Middleware } from 'koa';

/** Bytes from which it is worth the work. */
const LEAST = 8 * 1024;
/** Of zlib: more of it costs time and gains little. */
const LEVEL = 4;

const pack = promisify(gzip);

/**
 * Sends large texts packed to those who take them so: what is read of a large planet is a tenth then. Only answers to GET: in
 * these a page of another site, which could learn from their size, has no part.
 */
export function packed(): Middleware {
  return async (ctx, next) => {
    await next();
    const text = ctx.method === 'GET' && ctx.status === 200 ? textOf(ctx) : undefined;
    if (text === undefined || text.length < LEAST || ctx.res.hasHeader('Content-Encoding')) return;
    ctx.vary('Accept-Encoding');
    const isWanted = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
    ctx.body = isWanted ? await pack(text, { level: LEVEL }) : text;
    if (isWanted) ctx.set('Content-Encoding', 'gzip');
  };
}

/** The text of an answer; undefined for pictures, sound and files. */
function textOf({ body, response }: Context): string | undefined {
  if (typeof body === 'string') return body;
  const isJson = typeof body === 'object' && body !== null && response.is('json') !== false;
  return isJson && !Buffer.isBuffer(body) && !('pipe' in body) ? JSON.stringify(body) : undefined;
}
