import Router from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod/v3';
import { FlumotionError } from '../../errors';
import { componentId } from '../../model/planet';
import type { ManagerControl } from '../control';
import { audited, type Audit } from './audit';
import { readJson } from './json-body';

const change = z.object({ value: z.unknown() }).strict();

type Control = Pick<
  ManagerControl,
  'component' | 'start' | 'stop' | 'restart' | 'setProperty' | 'shownValue'
>;

/** What Flumotion called the actions. */
const ACTIONS = { start: 'componentStart', stop: 'componentStop', restart: 'componentRestart' } as const;

/**
 * `GET /api/components/:flow/:name`; `POST …/start`, `…/stop`, `…/restart`; `PUT …/properties/:property` with
 * `{"value": …}`, where null takes the given value away; the same below `…/plugs/:plug` for a plug of the component.
 */
export function componentRoutes(control: Control, audit: Audit): Middleware {
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
      audited(audit, ctx, ACTIONS[verb], [componentId(...named(ctx.params))]);
      ctx.body = await control[verb](...named(ctx.params));
    });
  }
  for (const path of ['/properties/:property', '/plugs/:plug/properties/:property']) {
    router.put(path, async (ctx) => {
      const asked = change.safeParse(await readJson(ctx.req));
      if (!asked.success || asked.data.value === undefined) {
        throw FlumotionError.of('body-invalid', { reason: 'an object of the form {"value": …} is expected' });
      }
      const { property = '', plug } = ctx.params as Record<string, string | undefined>;
      const [flow, name] = named(ctx.params);
      const { value } = asked.data;
      const args = [componentId(flow, name), property, control.shownValue(flow, name, property, value, plug)];
      audited(audit, ctx, 'modifyProperty', args, plug === undefined ? {} : { plug });
      ctx.body = await control.setProperty(flow, name, property, value, plug);
    });
  }
  return router.routes() as Middleware;
}
