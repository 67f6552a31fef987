import type { Context, Ejection, Keycard, Plugged, Stay, Verdict } from '@flumotion/core/plugin';
import { PlugStays } from './plug-stays';

/** Who judges listeners. */
export interface Guard {
  /** For the log, as `bouncer members`. */
  readonly name: string;
  /** Judges a keycard within 5 s. @throws Error when it cannot. */
  judge(keycard: Keycard): Promise<Verdict>;
  /**
   * Lets it know that somebody is in whom it admitted, until the stay is left.
   * @param duration - seconds it was admitted for; undefined without a limit.
   * @param ejected - told when this one has to leave, at most once.
   * @param granted - told for how many seconds from now on it may stay, when it was judged again.
   */
  enter(
    keycard: Keycard,
    duration: number | undefined,
    ejected: (ejection: Ejection) => void,
    granted?: (seconds: number) => void,
  ): Stay;
}

/** What finding the guard needs of the component's context. */
export type GuardContext = Pick<Context, 'id' | 'plugs' | 'authenticate' | 'stay' | 'message'>;

type Algorithm = Plugged<'bouncer-algorithm'>;

/**
 * Finds who judges: the plug in the socket `bouncer`; else the plugs in `bouncer-algorithm`, which all have to admit;
 * else the bouncer that is named; undefined when it is open to all.
 * @throws Error when there are several plugs in the socket `bouncer`.
 */
export function findGuard(context: GuardContext, bouncer: string | undefined): Guard | undefined {
  const plugs = context.plugs('bouncer');
  const algorithms = context.plugs('bouncer-algorithm');
  const [plug] = plugs;
  if (plugs.length > 1) {
    const types = plugs.map(({ type }) => type).join(', ');
    throw new Error(
      `there are ${plugs.length} plugs that decide who is let in (${types}); keep one, or combine them in a multibouncer-plug`,
    );
  }
  const { id } = context;
  const own = plug ? one(id, plug) : algorithms.length > 0 ? all(id, algorithms) : undefined;
  if (own && bouncer !== undefined) {
    context.message({
      level: 'warning',
      id: 'bouncer-not-asked',
      text: `the bouncer ${bouncer} is not asked: the ${own.name} decides`,
      advice: 'take away the property bouncer or the plug',
    });
  }
  if (own || bouncer === undefined) return own;
  return {
    name: `bouncer ${bouncer}`,
    judge: (keycard) => context.authenticate(bouncer, keycard),
    enter: (keycard, duration, ejected, granted) =>
      context.stay(bouncer, keycard, duration, ejected, granted),
  };
}

function one(id: string, plug: Plugged<'bouncer'>): Guard {
  const stays = new PlugStays(id, [plug]);
  return {
    name: `plug ${plug.type}`,
    judge: (keycard) => ask(plug, keycard),
    enter: (keycard, _, ejected, granted) => stays.add(keycard, ejected, granted),
  };
}

function all(id: string, algorithms: readonly Algorithm[]): Guard {
  const stays = new PlugStays(id, algorithms);
  return {
    enter: (keycard, _, ejected, granted) => stays.add(keycard, ejected, granted),
    name: `plugs ${algorithms.map(({ type }) => type).join(', ')}`,
    async judge(keycard) {
      let duration = Infinity;
      for (const algorithm of algorithms) {
        const verdict = await ask(algorithm, keycard);
        if (!verdict.admitted) return verdict;
        duration = Math.min(duration, verdict.duration ?? Infinity);
      }
      return { admitted: true, ...(duration === Infinity ? {} : { duration }) };
    },
  };
}

async function ask(plug: Algorithm, keycard: Keycard): Promise<Verdict> {
  const verdict = await plug.authenticate(keycard);
  if (!verdict) throw new Error(`the plug ${plug.type} gave no answer`);
  return verdict;
}
