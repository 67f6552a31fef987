import type { Context } from 'koa';
import type { Caller } from '../access/roles';

/** Sets down who sends a request. */
export function setCaller(ctx: Context, caller: Caller): void {
  (ctx.state as { caller?: Caller }).caller = caller;
}

/** Who sends a request; undefined for one without a login. */
export function callerOf(ctx: { readonly state: object }): Caller | undefined {
  return (ctx.state as { caller?: Caller }).caller;
}
