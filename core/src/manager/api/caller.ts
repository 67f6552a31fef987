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

/** Address at the other end of a connection, that of IPv4 in its own notation. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '');
}
