import type { Context, Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { FlumotionError } from '../../errors';
import { networkOf, plainAddress } from '../address';
import { callerOf } from './caller';
import { answerError } from './errors';

/** Requests in a minute. */
export interface RequestLimits {
  /** Of one address, or of one network of IPv6 addresses. */
  readonly address: number;
  /** Of one caller, by whatever way it is let in. */
  readonly caller: number;
}

/** The limits of a manager: far above what a page with everything open asks for. */
export const REQUEST_LIMITS: RequestLimits = { address: 6000, caller: 3000 };

/** Bounds the requests of each address; before anybody has logged in. */
export function limitAddresses({ address: points }: RequestLimits = REQUEST_LIMITS): Middleware {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (ctx, next) => {
    if (await admitted(ctx, limiter, networkOf(plainAddress(ctx.req.socket.remoteAddress)))) await next();
  };
}

/** Bounds the requests of each caller; after it has logged in. */
export function limitCallers({ caller: points }: RequestLimits = REQUEST_LIMITS): Middleware {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (ctx, next) => {
    const caller = callerOf(ctx);
    const kind = caller?.by === 'token' ? 'token' : 'user';
    if (!caller || (await admitted(ctx, limiter, `${kind} ${caller.user}`))) await next();
  };
}

async function admitted(ctx: Context, limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    ctx.set('Retry-After', String(seconds));
    answerError(ctx, FlumotionError.of('too-many-requests', { seconds }));
    return false;
  }
}
