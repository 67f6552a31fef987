import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Keycard, Verdict } from '@flumotion/core/plugin';
import { findGuard, type Guard } from '@flumotion/web';
import type { Properties } from './declaration';

/**
 * Finds who judges clients: the properties user and password, or else a plug or a bouncer.
 * @throws Error when nobody does, or both do: it is never open to all.
 */
export function findJudge(context: Context<Properties>): Guard {
  const { user, password, bouncer } = context.properties;
  const guard = findGuard(context, bouncer);
  if (password !== undefined && guard)
    throw new Error(
      `there is a password, and the ${guard.name} judges clients too; keep one of them, so that it is clear who decides`,
    );
  const judge = guard ?? (password === undefined ? undefined : passwordGuard(user, password));
  if (!judge)
    throw new Error(
      'nobody judges clients, so anybody could send a stream; set password, or bouncer, or add a bouncer plug',
    );
  return judge;
}

function passwordGuard(user: string, password: string): Guard {
  const judge = (keycard: Keycard): Verdict =>
    // Both are compared, so that the time tells nothing of either.
    [isSame(keycard.user, user), isSame(keycard.password, password)].every(Boolean)
      ? { admitted: true }
      : { admitted: false, reason: 'wrong name or password', login: true };
  return {
    name: 'password',
    judge: (keycard) => Promise.resolve(judge(keycard)),
    // A password that is the component's own cannot change under somebody who is in.
    enter: () => ({ leave: () => undefined }),
  };
}

function isSame(given: string | undefined, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(wanted)) && given !== undefined;
}
