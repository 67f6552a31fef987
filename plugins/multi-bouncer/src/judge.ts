import type { HeldKeycard, Keycard, PlugBase, Verdict } from '@flumotion/core/plugin';
import { Combination, type Algorithm } from './combination';
import type { Properties } from './declaration';
import { parseExpression } from './expression';

/** Id of the message about a combination. */
const MESSAGE = 'combination';

/** Combines algorithms. What both the bouncer and the plug do; they find the algorithms in places of their own. */
export function judgeWith<C extends PlugBase<Properties>>(
  algorithmsOf: (context: C) => readonly Algorithm[],
): {
  check(properties: Properties): string | undefined;
  start(context: C): void;
  changed(context: C): void;
  authenticate(context: C, keycard: Keycard): Promise<Verdict>;
  review(context: C, keycard: HeldKeycard): Promise<Verdict>;
  left(context: C, keycard: HeldKeycard, seconds: number): Promise<void>;
} {
  const combinations = new WeakMap<object, Combination>();

  const build = (context: C): void => {
    const combination = new Combination(context.properties.combination, algorithmsOf(context));
    combination.inherit(combinations.get(context));
    combinations.set(context, combination);
    context.clear(MESSAGE);
    if (combination.doubts.length > 0)
      context.message({ level: 'warning', id: MESSAGE, text: combination.doubts.join('; ') });
  };

  const started = (context: C): Combination => {
    const combination = combinations.get(context);
    if (!combination) throw new Error('the combination has not started');
    return combination;
  };

  return {
    check({ combination = '' }) {
      try {
        if (combination.trim() !== '') parseExpression(combination);
        return undefined;
      } catch (error) {
        return textOf(error);
      }
    },

    start: build,

    changed(context) {
      try {
        build(context);
      } catch (error) {
        const text = `${textOf(error)}; the combination from before counts`;
        context.message({ level: 'warning', id: MESSAGE, text });
      }
    },

    review: (context, keycard) => started(context).review(keycard),

    left: (context, keycard, seconds) => started(context).left(keycard, seconds),

    async authenticate(context, keycard) {
      const combination = started(context);
      try {
        const verdict = await combination.judge(keycard);
        context.count(verdict.admitted ? 'admitted' : 'refused');
        return verdict;
      } catch (error) {
        context.count('undecided');
        throw error;
      }
    },
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
