import Router from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod/v3';
import { FlumotionError } from '../../errors';
import { componentId } from '../../model/planet';
import { USUAL_ROWS, type TableQuery } from '../../model/table-page';
import type { ManagerControl } from '../control';
import { audited, type Audit } from './audit';
import { hasBody, readJson } from './json-body';

const parameters = z.record(z.string(), z.unknown());

type Control = Pick<ManagerControl, 'offers' | 'table' | 'act' | 'shownParameters'>;

/**
 * Below `/api/components/:flow/:name`: `GET …/tables` and `GET …/actions` say what there is, `GET …/tables/:table` gives a
 * part of a table (`offset`, `limit`, `sort`, and any column with the value that it must have), `POST …/actions/:action`
 * with an object of its parameters, or nothing, has an action carried out.
 */
export function offerRoutes(control: Control, audit: Audit): Middleware {
  const router = new Router({ prefix: '/api/components/:flow/:name' });
  const named = (params: Record<string, string>): [flow: string, name: string] => [
    params['flow'] ?? '',
    params['name'] ?? '',
  ];
  for (const kind of ['tables', 'actions'] as const) {
    router.get(`/${kind}`, (ctx) => {
      ctx.body = control.offers(...named(ctx.params))[kind];
    });
  }
  router.get('/tables/:table', async (ctx) => {
    const { table = '' } = ctx.params as Record<string, string | undefined>;
    const [flow, name] = named(ctx.params);
    const query = queryOf(new URLSearchParams(ctx.querystring), {
      table,
      component: componentId(flow, name),
    });
    ctx.body = await control.table(flow, name, table, query);
  });
  router.post('/actions/:action', async (ctx) => {
    const asked = parameters.safeParse(hasBody(ctx.req) ? await readJson(ctx.req) : {});
    if (!asked.success)
      throw FlumotionError.of('body-invalid', { reason: 'an object with the parameters is expected' });
    const { action = '' } = ctx.params as Record<string, string | undefined>;
    const [flow, name] = named(ctx.params);
    const shown = control.shownParameters(flow, name, action, asked.data);
    audited(audit, ctx, 'componentCallRemote', [componentId(flow, name), action], shown);
    ctx.body = await control.act(flow, name, action, asked.data);
  });
  return router.routes() as Middleware;
}

function queryOf(
  given: URLSearchParams,
  about: { readonly table: string; readonly component: string },
): TableQuery {
  const { offset, limit, sort, ...where } = Object.fromEntries(given);
  const number = (name: string, text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    const reason = `${name} is ${JSON.stringify(text.slice(0, 60))}; expected a whole number`;
    throw FlumotionError.of('table-query-invalid', { ...about, reason });
  };
  return {
    offset: offset === undefined ? 0 : number('offset', offset),
    limit: limit === undefined ? USUAL_ROWS : number('limit', limit),
    ...(sort === undefined ? {} : { sort }),
    where,
  };
}
