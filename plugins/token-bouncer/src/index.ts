/**
 * Judges by signed URLs and tokens, as components and as plugs. Who signs URLs takes `@flumotion/plugin-token-bouncer/sign`.
 * @module
 */
import { defineComponent, definePlug } from '@flumotion/core/plugin';
import { token, tokenTest } from './declaration';
import { judgeTokens } from './judge';
import { judgeTestToken } from './token-test';

const judge = judgeTokens();

/** Bouncer by signed URLs and JSON Web Tokens. */
export const tokenBouncer = defineComponent(token, judge);

/** Bouncer by one token. */
export const testBouncer = defineComponent(tokenTest, judgeTestToken);

/** The judgement of the token-bouncer inside a component. */
export const tokenPlug = definePlug(
  {
    type: 'token-bouncer-plug',
    socket: 'bouncer-algorithm',
    description: token.description,
    properties: token.properties,
    stats: token.stats,
  },
  judge,
);

/** The judgement of the tokentest-bouncer inside a component. */
export const testPlug = definePlug(
  {
    type: 'tokentest-bouncer-plug',
    socket: 'bouncer-algorithm',
    description: tokenTest.description,
    properties: tokenTest.properties,
    stats: tokenTest.stats,
  },
  judgeTestToken,
);

export default [tokenBouncer, testBouncer, tokenPlug, testPlug];
