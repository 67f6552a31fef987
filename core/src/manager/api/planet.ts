import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { ManagerControl } from '../control';
import { audited, type Audit } from './audit';

/** `GET /api/planet`: everything as it is; `/schema`: what a planet may say. `POST /api/planet/reload`: reads the files again. */
export function planetRoutes(
  control: Pick<ManagerControl, 'planet' | 'load' | 'schema'>,
  audit: Audit,
): Middleware {
  const router = new Router({ prefix: '/api/planet' });
  router.get('/', (ctx) => {
    ctx.body = control.planet();
  });
  router.get('/schema', (ctx) => {
    ctx.body = control.schema();
    ctx.type = 'application/schema+json';
  });
  router.post('/reload', async (ctx) => {
    audited(audit, ctx, 'loadConfiguration', []);
    ctx.body = await control.load();
  });
  return router.routes() as Middleware;
}
