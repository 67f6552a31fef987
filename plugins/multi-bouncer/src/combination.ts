import type { HeldKeycard, Keycard, Plugged, Verdict } from '@flumotion/core/plugin';
import { evaluate } from './evaluate';
import { ExpressionError, namesIn, parseExpression, type Expression } from './expression';

/** An algorithm that is combined. */
export type Algorithm = Plugged<'bouncer-algorithm'>;

/** Milliseconds that one algorithm may take, and all together: who asks waits 5 s. */
const ONE = 3000;
const ALL = 4500;

/** Keycards of which is remembered what the algorithms said. */
const MOST_REMEMBERED = 100_000;

/** Asks an algorithm by its name. */
type Question = (name: string) => Verdict | undefined | Promise<Verdict | undefined>;

/** Algorithms and the expression that combines them. */
export class Combination {
  /** What people should look at, each one sentence. */
  readonly doubts: readonly string[];
  private readonly expression: Expression;
  private readonly algorithms: ReadonlyMap<string, Algorithm>;
  /** What the algorithms said of those who were admitted, by keycard. */
  private readonly said = new Map<string, ReadonlyMap<string, Verdict>>();

  /**
   * @param text - the expression; all algorithms have to admit when it is empty or left out.
   * @throws ExpressionError for a mistake in the text, Error when there are no algorithms.
   */
  constructor(
    text: string | undefined,
    algorithms: readonly Algorithm[],
    private readonly limits = { one: ONE, all: ALL },
  ) {
    if (algorithms.length === 0)
      throw new Error('there is nothing to combine; put a plug such as ipbouncer-plug beside it');
    this.algorithms = new Map(named(algorithms));
    const names = [...this.algorithms.keys()];
    const all = text === undefined || text.trim() === '' ? names.join(' and ') : text;
    const { expression, ambiguous } = parseExpression(all);
    const used = namesIn(expression);
    const unknown = used.find(({ name }) => !this.algorithms.has(name));
    if (unknown) {
      const { name, at } = unknown;
      throw new ExpressionError(at, `there is no algorithm ${name} here; there are ${names.join(', ')}`);
    }
    const idle = names.filter((name) => used.every((one) => one.name !== name));
    this.expression = expression;
    this.doubts = [
      ...(ambiguous ? ['or binds more than and, as in Flumotion 0.10; write parentheses'] : []),
      ...(idle.length > 0 ? [`nobody asks ${idle.join(', ')}, which the combination does not name`] : []),
    ];
  }

  /** Judges a keycard. @throws Error when it hangs on an algorithm that cannot judge, or not in time. */
  async judge(keycard: Keycard): Promise<Verdict> {
    const said = new Map<string, Verdict>();
    const verdict = await this.evaluate(said, (name) => this.algorithms.get(name)?.authenticate(keycard));
    if (verdict.admitted) this.remember(keycard.id, said);
    return verdict;
  }

  /**
   * Judges somebody again who is in. An algorithm that does not judge again is taken at its word; one that was not asked
   * has never admitted anybody.
   * @throws Error when it hangs on an algorithm whose word is not known.
   */
  review(keycard: HeldKeycard): Promise<Verdict> {
    const before = this.said.get(keycard.id);
    return this.evaluate(new Map(), async (name) => {
      const again = await this.algorithms.get(name)?.review(keycard);
      if (again || !before) return again;
      const word = before.get(name);
      return word ? since(word, keycard.since) : { admitted: false, reason: `${name} was not asked` };
    });
  }

  /** Somebody has left. */
  async left(keycard: HeldKeycard, seconds: number): Promise<void> {
    this.said.delete(keycard.id);
    const told = [...this.algorithms.values()].map((one) => Promise.resolve(one.left(keycard, seconds)));
    await Promise.all(told);
  }

  /** Takes over what is known of those who are in from the combination before. */
  inherit(other: Combination | undefined): this {
    for (const [id, said] of other?.said ?? []) this.said.set(id, said);
    return this;
  }

  private remember(id: string, said: ReadonlyMap<string, Verdict>): void {
    this.said.set(id, said);
    const [oldest] = this.said.keys();
    if (this.said.size > MOST_REMEMBERED && oldest !== undefined) this.said.delete(oldest);
  }

  private evaluate(said: Map<string, Verdict>, ask: Question): Promise<Verdict> {
    const until = performance.now() + this.limits.all;
    const asked = new Map<string, Promise<Verdict>>();
    return evaluate(this.expression, (name) => {
      const left = Math.min(this.limits.one, until - performance.now());
      const answer =
        asked.get(name) ??
        this.ask(name, ask, left).then((verdict) => {
          said.set(name, verdict);
          return verdict;
        });
      asked.set(name, answer);
      return answer;
    });
  }

  private async ask(name: string, ask: Question, time: number): Promise<Verdict> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the algorithm ${name} did not answer in time`)), time);
    });
    try {
      const verdict = await Promise.race([ask(name), late]);
      if (!verdict) throw new Error(`the algorithm ${name} gave no answer`);
      return verdict;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The names of algorithms as Flumotion 0.10 gave them: the type, and `TYPE-1`, `TYPE-2` for further ones of it. */
function named(algorithms: readonly Algorithm[]): readonly (readonly [string, Algorithm])[] {
  const seen = new Map<string, number>();
  return algorithms.map((algorithm) => {
    const { type } = algorithm;
    const before = seen.get(type) ?? 0;
    seen.set(type, before + 1);
    return [before === 0 ? type : `${type}-${before}`, algorithm];
  });
}

/** What an algorithm said of somebody who has been in since a time, as it holds now. */
function since(word: Verdict, time: number): Verdict {
  if (!word.admitted || word.duration === undefined) return word;
  return { ...word, duration: Math.max(0, word.duration - (Date.now() - time) / 1000) };
}
