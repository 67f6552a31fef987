import type { Judgement } from '@flumotion/core/plugin';
import type { TestProperties } from './declaration';
import { sameSecret } from './secrets';

/** Judges by one token. */
export const judgeTestToken: Judgement<TestProperties> = {
  changed() {
    // The token is read at each keycard.
  },

  authenticate(context, { token }) {
    const admitted = token !== undefined && sameSecret(token, context.properties['authorized-token']);
    context.count(admitted ? 'admitted' : 'refused');
    if (admitted) return { admitted };
    return { admitted, reason: token === undefined ? 'a token is needed' : 'wrong token' };
  },
};
