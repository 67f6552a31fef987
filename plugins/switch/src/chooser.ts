/** How a source is doing. */
export interface SourceHealth {
  readonly name: string;
  /** Whether all that it is to bring comes. */
  readonly good: boolean;
  /** Milliseconds for which it has been good without a break. */
  readonly steady: number;
}

/** What decides when another source goes on air. */
export interface ChoiceRules {
  /** Whether another source takes the place of one that is lost. */
  readonly replace: boolean;
  /** Whether a better source that has come back goes on air again by itself. */
  readonly comeBack: boolean;
  /** Milliseconds for which a better source must have been good before it comes back. */
  readonly hold: number;
}

/**
 * Chooses the source to be on air.
 * @param sources - the best first.
 * @param current - name of the source on air.
 * @param wanted - name of the source that a person or a calendar asks for; it is the best of all then.
 * @returns its name; undefined when there is none to put on air.
 */
export function choose(
  sources: readonly SourceHealth[],
  current: string | undefined,
  wanted: string | undefined,
  rules: ChoiceRules,
): string | undefined {
  const asked = sources.find(({ name }) => name === wanted);
  const onAir = sources.find(({ name }) => name === current);
  if (!rules.replace) return asked?.good ? asked.name : current;
  const order = asked ? [asked, ...sources.filter((source) => source !== asked)] : sources;
  const best = order.find(({ good }) => good);
  if (!onAir?.good) return best?.name;
  if (asked && asked === onAir) return asked.name;
  const better = order
    .slice(0, order.indexOf(onAir))
    .find((source) => source.good && source.steady >= rules.hold);
  // What was asked for goes on air whatever the policy for coming back.
  return better && (rules.comeBack || better === asked) ? better.name : onAir.name;
}
