import type { Middleware } from 'koa';
import { FlumotionError } from '../../errors';
import { answerError } from './errors';

/**
 * Headers on every answer: nothing is framed, sniffed, cached or loaded from elsewhere. `Strict-Transport-Security` is not
 * among them: it holds for all ports of a host, and browsers would refuse the unencrypted streams beside the manager for a year.
 */
const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** Sets the security headers, and refuses changes that a page of another site has a browser send. */
export function security(): Middleware {
  return async (ctx, next) => {
    ctx.set(HEADERS);
    const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (!reads && fromElsewhere(ctx.get('Origin'), ctx.get('Sec-Fetch-Site'), ctx.host)) {
      answerError(ctx, FlumotionError.of('cross-site', { origin: JSON.stringify(ctx.get('Origin')) }));
      return;
    }
    await next();
  };
}

/** Whether a page of another site has a browser send a request, by the header fields that only browsers send. */
export function fromElsewhere(origin: string, site: string, host: string): boolean {
  if (site !== '' && site !== 'same-origin' && site !== 'none') return true;
  if (origin === '') return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
