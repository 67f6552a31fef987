import type { Context } from 'koa';
import type { AdminAction } from '../../plugin';

/** Takes note of who asked for what. */
export type Audit = (action: AdminAction) => void;

/** Sets down who sends a request, for `audited`. */
export function setIdentity(ctx: Context, identity: string): void {
  (ctx.state as { identity?: string }).identity = identity;
}

/**
 * Tells of a change that a request asks for; call it before the change is made.
 * @param method as Flumotion called it, for example `componentStart`.
 */
export function audited(
  audit: Audit,
  ctx: { readonly state: object },
  method: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>> = {},
): void {
  const { identity = '' } = ctx.state as { identity?: string };
  audit({ identity, method, args, kwargs });
}
