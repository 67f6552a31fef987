import type { Context, Middleware } from 'koa';
import { FlumotionError } from '../../errors';
import type { Entry } from '../entry';
import { setIdentity } from './audit';
import { answerError } from './errors';

/** Longest header that can hold a login. */
const MAX_HEADER = 1024;

/** Lets those pass whom the manager's bouncer admits by HTTP Basic. */
export function authentication(entry: Entry): Middleware {
  return async (ctx, next) => {
    const given = basic(ctx.get('Authorization'));
    if (!given) {
      refuse(ctx, 'a user name and password are needed (HTTP Basic)');
      return;
    }
    const address = (ctx.req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const what = `${ctx.method} ${ctx.path.slice(0, 200)}`;
    const verdict = await entry.loginAgain({ ...given, address, what });
    if (verdict.admitted) {
      setIdentity(ctx, verdict.identity);
      await next();
      return;
    }
    refuse(ctx, verdict.reason);
    if (verdict.tooMany) {
      ctx.status = 429;
      ctx.set('Retry-After', '10');
    }
  };
}

function refuse(ctx: Context, reason: string): void {
  ctx.set('WWW-Authenticate', 'Basic realm="flumotion", charset="UTF-8"');
  answerError(ctx, FlumotionError.of('not-admitted', { reason }));
}

function basic(header: string): { user: string; password: string } | undefined {
  const encoded = header.length <= MAX_HEADER ? /^Basic +([\w+/=-]+)$/i.exec(header)?.[1] : undefined;
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
