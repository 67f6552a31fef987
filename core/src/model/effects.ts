import type { AnyComponentSpec } from '../plugin';
import { guidance } from './nearest';
import { ANY, capsCanMeet, mediaTypes } from './media-type';
import { quoted } from './problem';

/** The feeder that an effect stands in front of, or why there is none. */
export type EffectPlace =
  { readonly ok: true; readonly feeder: string } | { readonly ok: false; readonly problem: string };

/**
 * Finds the feeder for an effect: the one that is named, else the only one of the effect's media type. A feeder that
 * may carry anything has to be named.
 * @param caps media type that the effect works on.
 * @param named name of a feeder, as the plug's attribute `feeder` gives it.
 */
export function effectPlace(
  component: Pick<AnyComponentSpec, 'type' | 'feeders'>,
  caps: string,
  named?: string,
): EffectPlace {
  const feeders = Object.entries(component.feeders ?? {});
  const kind = `an effect on ${caps}`;
  if (named !== undefined) {
    const feeder = feeders.find(([name]) => name === named)?.[1];
    if (!feeder) {
      const names = feeders.map(([name]) => name);
      return refuse(`${component.type} has no feeder ${quoted(named)}${guidance(named, names)}`);
    }
    if (capsCanMeet(caps, feeder.caps)) return { ok: true, feeder: named };
    return refuse(
      `${kind} does not fit in front of the feeder ${quoted(named)}, which carries ${feeder.caps}`,
    );
  }
  const fitting = feeders.filter(([, feeder]) => {
    const types = mediaTypes(feeder.caps);
    return !types.includes(ANY) && types.includes(caps);
  });
  const [only, second] = fitting;
  if (second) {
    const names = fitting.map(([name]) => name).join(', ');
    return refuse(`${kind} fits in front of several feeders; add feeder="NAME" with one of ${names}`);
  }
  if (only) return { ok: true, feeder: only[0] };
  const carried = feeders.map(([name, feeder]) => `${name} carries ${feeder.caps}`).join(', ');
  return refuse(
    `${kind} needs a feeder of ${caps}, and ${component.type} has none${carried && ` (${carried})`}`,
  );
}

function refuse(problem: string): EffectPlace {
  return { ok: false, problem };
}
