import type { RouterContext } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { errorText, FlumotionError, isFlumotionError } from '../../errors';
import type { Logger } from '../../log/logger';

/** Turns what a route throws into `{code, message}` and what more is known of it; what is nobody's fault but ours is logged and not shown. */
export function errors(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (isFlumotionError(error)) {
        answerError(ctx, error);
        return;
      }
      const { status, expose } = Object(error) as { status?: unknown; expose?: unknown };
      if (expose === true && typeof status === 'number') {
        ctx.status = status;
        ctx.body = { code: 'bad-request', message: errorText(error) };
        return;
      }
      const text = error instanceof Error ? (error.stack ?? error.message) : errorText(error);
      log.error(`${ctx.method} ${ctx.path} failed: ${text}`);
      answerError(ctx, FlumotionError.of('internal', { what: `${ctx.method} ${ctx.path}` }));
    }
  };
}

/** Answers with an error of the table. */
export function answerError(ctx: Context, error: FlumotionError): void {
  ctx.status = error.status;
  ctx.body = { code: error.code, message: error.message, ...error.details };
}

/** Answers what no route took: the path is unknown, or the method is not one of its own. */
export function notFound(): Middleware {
  return (ctx) => {
    if (ctx.body !== undefined || ctx.status !== 404) return;
    const path = JSON.stringify(ctx.path);
    const methods = new Set((ctx as RouterContext).matched?.flatMap(({ methods }) => methods));
    if (methods.size === 0) {
      answerError(ctx, FlumotionError.of('no-such-page', { path }));
      return;
    }
    const allowed = [...methods].join(', ');
    ctx.set('Allow', allowed);
    answerError(ctx, FlumotionError.of('method-not-allowed', { method: ctx.method, path, allowed }));
  };
}
