import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { ManagerControl } from '../control';

/** `GET /healthz`: the process answers. `GET /readyz`: a planet is loaded. No login is needed; nothing else is told. */
export function healthRoutes(control: Pick<ManagerControl, 'ready'>): Middleware {
  const router = new Router();
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', (ctx) => {
    ctx.status = control.ready ? 200 : 503;
    ctx.body = { status: control.ready ? 'ok' : 'loading' };
  });
  return router.routes() as Middleware;
}
