import type { Context, Middleware } from 'koa';
import { FlumotionError } from '../../errors';
import { isCaller, type Gatekeeper } from '../access/gatekeeper';
import { setCaller } from './caller';
import { answerError } from './errors';

/** Lets those pass whom the gatekeeper knows. */
export function authentication(gatekeeper: Gatekeeper): Middleware {
  return async (ctx, next) => {
    const verdict = await gatekeeper.judge(ctx.req);
    if (isCaller(verdict)) {
      setCaller(ctx, verdict);
      await next();
      return;
    }
    refuse(ctx, verdict.reason, verdict.tooMany);
  };
}

/** Answers that a login is refused, or that too many of them wait. */
export function refuse(ctx: Context, reason: string, tooMany: boolean): void {
  // A browser asks for name and password in a window of its own, which a page that signs in by itself must not have.
  // Browsers name their pages only to TLS and to this machine: the other field is for the rest.
  const fetched = ctx.get('Sec-Fetch-Site') !== '' && ctx.get('Sec-Fetch-Mode') !== 'navigate';
  const page = fetched || ctx.get('X-Requested-With') !== '';
  if (!page) ctx.set('WWW-Authenticate', 'Basic realm="flumotion", charset="UTF-8"');
  answerError(ctx, FlumotionError.of('not-admitted', { reason }));
  if (!tooMany) return;
  ctx.status = 429;
  ctx.set('Retry-After', '10');
}
