import type { Judgement, PlugBase, Verdict } from '@flumotion/core/plugin';
import type { Properties } from './declaration';
import { Rules } from './rules';

const rules = new WeakMap<object, Rules>();

/** Judges by address. What both the bouncer and the plug do. */
export const judge: Judgement<Properties> = {
  check(properties) {
    try {
      new Rules(properties);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },

  start(context) {
    rules.set(context, new Rules(context.properties));
  },

  changed(context) {
    rules.set(context, new Rules(context.properties));
  },

  authenticate(context, { address }) {
    const verdict = judgeAddress(context, address);
    context.count(verdict.admitted ? 'admitted' : 'refused');
    return verdict;
  },

  review: (context, { address }) => judgeAddress(context, address),
};

function judgeAddress(context: PlugBase<Properties>, address: string): Verdict {
  const match = rules.get(context)?.match(address);
  const open = !context.properties['deny-default'];
  const admitted = match === undefined || match.effect === 'both' ? open : match.effect === 'allow';
  if (admitted) return { admitted };
  const why = match ? `is in the block ${match.block}, which is refused` : 'is in no block that is admitted';
  return { admitted, reason: `your address ${address} ${why}` };
}
