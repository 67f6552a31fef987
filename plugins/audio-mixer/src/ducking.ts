/** One block `ducking`. */
export interface DuckingRule {
  readonly 'feeder-alias': string;
  readonly 'by-alias': string;
  readonly gain: number;
  readonly threshold: number;
  /** Milliseconds, as the two below. */
  readonly attack: number;
  readonly hold: number;
  readonly release: number;
}

/** How an input is to be ducked from now on. */
export interface Duck {
  /** dB, at most 0. */
  readonly gain: number;
  /** Milliseconds to get there. */
  readonly time: number;
}

/** Decides which inputs are ducked by what is heard. Times are milliseconds that only go forwards. */
export class Ducking {
  /** When the input of a rule was last heard, by rule. */
  private readonly heard = new Map<string, number>();
  private readonly ducks = new Map<string, number>();

  /** @param rules - read at each call. */
  constructor(private readonly rules: () => readonly DuckingRule[]) {}

  /** Takes note of how loud an input is, in dB. */
  hear(alias: string, level: number, now: number): void {
    for (const rule of this.rules()) {
      if (rule['by-alias'] === alias && level >= rule.threshold) this.heard.set(key(rule), now);
    }
  }

  /** dB by which an input is ducked. */
  gain(alias: string): number {
    return this.ducks.get(alias) ?? 0;
  }

  /** What has changed since the last call, by the alias of the input that goes down or comes up. */
  changes(now: number): ReadonlyMap<string, Duck> {
    const changes = new Map<string, Duck>();
    const rules = this.rules();
    const aliases = new Set([...rules.map((rule) => rule['feeder-alias']), ...this.ducks.keys()]);
    for (const alias of aliases) {
      const own = rules.filter((rule) => rule['feeder-alias'] === alias);
      const active = own.filter((rule) => this.applies(rule, now));
      const gain = Math.min(0, ...active.map((rule) => rule.gain));
      const before = this.gain(alias);
      if (gain === before) continue;
      this.ducks.set(alias, gain);
      changes.set(alias, { gain, time: timeFor(gain < before ? active : own, gain < before, gain) });
    }
    return changes;
  }

  private applies(rule: DuckingRule, now: number): boolean {
    const at = this.heard.get(key(rule));
    return at !== undefined && now - at <= rule.hold + HEARD_FOR;
  }
}

/** Milliseconds for which something that was heard counts as heard, as levels come from time to time. */
const HEARD_FOR = 250;
/** Milliseconds to come up when the rule is no longer there. */
const UNRULED = 1000;

function key(rule: DuckingRule): string {
  return `${rule['by-alias']}>${rule['feeder-alias']}`;
}

/** The time that counts: down as fast as the rule asks that goes lowest, up as slowly as any asks. */
function timeFor(rules: readonly DuckingRule[], down: boolean, gain: number): number {
  if (down) return rules.find((rule) => rule.gain === gain)?.attack ?? UNRULED;
  return rules.length === 0 ? UNRULED : Math.max(...rules.map(({ release }) => release));
}
