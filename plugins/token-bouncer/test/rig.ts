import type { Keycard, PropertyValues, Verdict } from '@flumotion/core/plugin';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import type { Properties } from '../src/declaration';
import { judgeTokens } from '../src/judge';
import { NOW } from './signers';

/** The clock that judges; in seconds since 1970. */
export const clock = { now: NOW };
/** The judgement of the token-bouncer. */
export const judge = judgeTokens(() => clock.now * 1000);
const contexts = new Set<FakeContext<Properties>>();

/** Property values, the others at their defaults. */
export function values(given: object): Properties {
  return {
    ...{ 'url-secret': [], 'jwt-secret': [], 'jwks-refresh': 600, audience: [], 'clock-tolerance': 5 },
    ...{ 'stay-after-expiry': false, 'jwks-file': undefined, 'jwks-url': undefined, issuer: undefined },
    ...given,
  };
}

/** Starts it; `endAll` ends it. */
export async function start(given: PropertyValues): Promise<FakeContext<Properties>> {
  const context = fakeContext(values(given));
  contexts.add(context);
  await judge.start?.(context);
  return context;
}

/** Has a keycard judged. */
export async function ask(context: FakeContext<Properties>, keycard: Partial<Keycard>): Promise<Verdict> {
  return judge.authenticate(context, { id: '1', address: '192.0.2.7', path: '/live.ogg', ...keycard });
}

/** Ends what a test has started, and sets the clock right. */
export async function endAll(): Promise<void> {
  clock.now = NOW;
  for (const context of contexts) await judge.stop?.(context);
  contexts.clear();
}
