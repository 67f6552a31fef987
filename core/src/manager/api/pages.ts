import type { Readable } from 'node:stream';
import { send } from '@koa/send';
import type { Context, Middleware } from 'koa';

/** Paths that are the manager's own. */
const OWN = /^\/(?:api|metrics|healthz|readyz|worker)(?:\/|$)/;
/** A built file whose name tells its content, as `/assets/index-B7xc_0Qa.js`: it never changes. */
const HASHED = /^\/assets\/[^?]*-[\w-]{8,}\.\w+$/;
/** A path that names no file by the end of its name. */
const NO_FILE = /^[^.]*$/;

/**
 * Serves built pages at `/`, without login: what they show they ask of the API.
 * @param folders - of the plugs of the socket `manager-pages`; the first that has a file counts.
 */
export function pages(folders: () => readonly string[]): Middleware {
  return async (ctx, next) => {
    const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (!reads || OWN.test(ctx.path) || folders().length === 0) {
      await next();
      return;
    }
    const paths = isPlace(ctx) ? [ctx.path, '/'] : [ctx.path];
    for (const path of paths) {
      for (const folder of folders()) if (await served(ctx, folder, path)) return;
    }
    await next();
  };
}

/**
 * Whether a place inside a single-page application is meant: where there is no such file its first page is shown, which knows
 * the place. Names in it may have dots; who goes there with a browser asks for a page.
 */
function isPlace({ path, headers: { accept = '' } }: Context): boolean {
  return path !== '/' && (NO_FILE.test(path) || accept.includes('text/html'));
}

async function served(ctx: Context, root: string, path: string): Promise<boolean> {
  const { headers } = ctx.response;
  const kept = { ...headers };
  ctx.set({
    'Content-Security-Policy': policy(ctx.host),
    'Cache-Control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
  });
  try {
    const file = await send(ctx, path, {
      root,
      index: 'index.html',
      setHeaders: (response, name, { size, mtimeMs }) => {
        const kind = /\.(?:br|gz)$/.exec(name)?.[0] ?? '';
        response.setHeader('ETag', `W/"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}${kind}"`);
      },
    });
    if (file !== undefined) {
      ctx.status = 200;
      if (ctx.fresh) notModified(ctx);
      return true;
    }
  } catch (error) {
    if ((error as { status?: unknown }).status !== 404) throw error;
  }
  for (const name of Object.keys(headers)) if (!(name in kept)) ctx.remove(name);
  ctx.set(kept as Record<string, string>);
  return false;
}

function notModified(ctx: Context): void {
  (ctx.body as Readable).destroy();
  ctx.status = 304;
  ctx.body = null;
}

/**
 * What the pages may load: their own files; pictures and streams, which come from other ports and machines; and
 * connections to this manager, whose WebSockets older browsers do not count as its own.
 */
function policy(host: string): string {
  const sockets = /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${sockets}`,
    "media-src 'self' blob: http: https:",
    "frame-src 'self' http: https:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
