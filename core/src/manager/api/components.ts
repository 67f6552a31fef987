import Router from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod/v3';
import { FlumotionError } from '../../errors';
import type { ManagerControl } from '../control';
import { readJson } from './json-body';

const change = z.object({ value: z.unknown() }).strict();

type Control = Pick<ManagerControl, 'component' | 'start' | 'stop' | 'restart' | 'setProperty'>;

/**
 * `GET /api/components/:flow/:name`; `POST …/start`, `…/stop`, `…/restart`; `PUT …/properties/:property` with
 * `{"value": …}`, where null takes the given value away.
 */
export function componentRoutes(control: Control): Middleware {
  const router = new Router({ prefix: '/api/components/:flow/:name' });
  const named = (params: Record<string, string>): [flow: string, name: string] => [
    params['flow'] ?? '',
    params['name'] ?? '',
  ];
  router.get('/', (ctx) => {
    ctx.body = control.component(...named(ctx.params));
  });
  for (const verb of ['start', 'stop', 'restart'] as const) {
    router.post(`/${verb}`, async (ctx) => {
      ctx.body = await control[verb](...named(ctx.params));
    });
  }
  router.put('/properties/:property', async (ctx) => {
    const asked = change.safeParse(await readJson(ctx.req));
    if (!asked.success || asked.data.value === undefined) {
      throw FlumotionError.of('body-invalid', { reason: 'an object of the form {"value": …} is expected' });
    }
    const property = ctx.params['property'] ?? '';
    ctx.body = await control.setProperty(...named(ctx.params), property, asked.data.value);
  });
  return router.routes() as Middleware;
}
