import Router, { type RouterContext } from '@koa/router';
import type { Middleware } from 'koa';
import type { z } from 'zod';
import { FlumotionError } from '../../errors';
import { reaches, type Caller } from '../access/roles';
import { readBody } from './body';
import { plainAddress } from '../address';
import { callerOf } from './caller';
import type { Asked, Asker, Operation } from './operation';
import { judge, problemText } from './problems';
import type { Recorder } from './recorder';
import type { Services } from './services';

/** Serves operations below `/api`: judges the caller's role, then the request, then has it recorded and done. */
export function operationRoutes(
  operations: readonly Operation[],
  services: Services,
  recorder: Recorder,
): Middleware {
  const router = new Router({ prefix: '/api' });
  for (const operation of operations) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
    router[operation.method](path, (ctx) => answer(ctx, operation, services, recorder));
  }
  return router.routes() as Middleware;
}

async function answer(
  ctx: RouterContext,
  operation: Operation,
  services: Services,
  recorder: Recorder,
): Promise<void> {
  const caller = callerOf(ctx);
  const address = caller?.address ?? plainAddress(ctx.req.socket.remoteAddress);
  const refused = refusal(operation.role, caller);
  if (refused) {
    if (caller) await recorder.refused(operation, caller, ctx.params, refused);
    throw refused;
  }
  const asked = await judged(ctx, operation, caller, address);
  const given = await recorder.recorded(operation, asked, () => operation.run(asked, services));
  if (operation.answer === undefined) {
    ctx.status = 204;
    return;
  }
  ctx.status = operation.status ?? 200;
  ctx.body = given;
  if (mediaChanged.has(ctx)) return;
  if ('media' in operation.answer) ctx.type = operation.answer.media;
  else if (typeof given === 'string' || given === null) {
    ctx.body = JSON.stringify(given);
    ctx.type = 'application/json';
  }
}

/** Requests whose operation has said of what media type the answer is. */
const mediaChanged = new WeakSet<RouterContext>();

async function judged(
  ctx: RouterContext,
  operation: Operation,
  caller: Caller | undefined,
  address: string,
): Promise<Asked<unknown, unknown, unknown>> {
  const params = checked(operation.params, { ...ctx.params }, 'path');
  const query = checked(operation.query, Object.fromEntries(new URLSearchParams(ctx.querystring)), 'query');
  const { body, text } = await readBody(ctx.req, operation);
  return {
    params,
    query,
    body,
    text,
    // What needs no login has no use for it; everything else has been refused without one.
    caller: caller as Caller,
    address,
    request: ctx.req,
    reply: {
      header: (name, value) => {
        ctx.set(name, value);
      },
      type: (media) => {
        ctx.type = media;
        mediaChanged.add(ctx);
      },
    },
  };
}

function checked(schema: z.ZodType | undefined, given: object, part: 'path' | 'query'): unknown {
  if (!schema) return undefined;
  const judged = judge(schema, given);
  if (!judged.problems) return judged.data;
  const { problems } = judged;
  throw FlumotionError.of(
    'request-invalid',
    { part, reason: problemText(problems) },
    { details: { field: problems[0]?.field ?? '', problems } },
  );
}

function refusal(role: Asker, caller: Caller | undefined): FlumotionError | undefined {
  if (role === 'anybody') return undefined;
  if (!caller) return FlumotionError.of('not-admitted', { reason: 'a login is needed' });
  if (reaches(caller.role, role)) return undefined;
  const user = JSON.stringify(caller.user);
  return FlumotionError.of('role-lacking', { user, has: caller.role, needed: role });
}
