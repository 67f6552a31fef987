import type { Middleware } from 'koa';
import compress from 'koa-compress';

/** Large texts. One coding is enough, which all clients know; more work than level 4 takes time and gains little. */
const packing = compress({
  threshold: 8 * 1024,
  filter: (type) => /json|xml|^text\//.test(type),
  gzip: { level: 4 },
  br: false,
  deflate: false,
  zstd: false,
});

/**
 * Sends large texts packed to those who take them so: what is read of a large planet is a tenth then. Only answers to GET: in
 * these a page of another site, which could learn from their size, has no part.
 */
export function packed(): Middleware {
  return async (ctx, next) => {
    await (ctx.method === 'GET' ? packing(ctx, next) : next());
  };
}
