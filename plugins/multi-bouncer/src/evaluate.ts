import type { Verdict } from '@flumotion/core/plugin';
import type { Expression } from './expression';

/** Asks the algorithm of a name. Rejects when it cannot judge. */
export type Ask = (name: string) => Promise<Verdict>;

/** What is known of a part: it admits (for some seconds), it does not, or nobody can say. */
type Outcome =
  | { readonly is: 'yes'; readonly duration: number }
  | { readonly is: 'no'; readonly reason: string; readonly login: boolean }
  | { readonly is: 'unknown'; readonly error: unknown };

/**
 * Judges by an expression, from left to right, asking no more than what is needed. An algorithm that cannot judge decides
 * only where the others leave it open.
 * @returns the verdict; its duration is how long the expression stays true by what the algorithms said.
 * @throws the error of an algorithm when the expression hangs on it.
 */
export async function evaluate(expression: Expression, ask: Ask): Promise<Verdict> {
  const outcome = await judge(expression, ask);
  if (outcome.is === 'unknown') throw outcome.error;
  if (outcome.is === 'no') {
    const { reason, login } = outcome;
    return { admitted: false, reason, ...(login ? { login } : {}) };
  }
  return { admitted: true, ...(outcome.duration === Infinity ? {} : { duration: outcome.duration }) };
}

function judge(expression: Expression, ask: Ask): Promise<Outcome> {
  switch (expression.kind) {
    case 'name':
      return single(expression.name, ask);
    case 'not':
      return opposite(expression.inner, ask);
    case 'and':
      return every(expression.parts, ask);
    case 'or':
      return some(expression.parts, ask);
  }
}

async function single(name: string, ask: Ask): Promise<Outcome> {
  try {
    const verdict = await ask(name);
    if (verdict.admitted) return { is: 'yes', duration: verdict.duration ?? Infinity };
    return { is: 'no', reason: verdict.reason, login: verdict.login === true };
  } catch (error) {
    return { is: 'unknown', error };
  }
}

async function opposite(inner: Expression, ask: Ask): Promise<Outcome> {
  const outcome = await judge(inner, ask);
  if (outcome.is === 'no') return { is: 'yes', duration: Infinity };
  if (outcome.is === 'unknown') return outcome;
  const who = inner.kind === 'name' ? inner.name : 'a part of the combination';
  return { is: 'no', reason: `those whom ${who} admits are not wanted here`, login: false };
}

async function every(parts: readonly Expression[], ask: Ask): Promise<Outcome> {
  let unknown: Outcome | undefined;
  let duration = Infinity;
  for (const part of parts) {
    const outcome = await judge(part, ask);
    if (outcome.is === 'no') return outcome;
    if (outcome.is === 'unknown') unknown ??= outcome;
    else duration = Math.min(duration, outcome.duration);
  }
  return unknown ?? { is: 'yes', duration };
}

async function some(parts: readonly Expression[], ask: Ask): Promise<Outcome> {
  let unknown: Outcome | undefined;
  let duration = 0;
  const reasons: string[] = [];
  let login = false;
  for (const part of parts) {
    const outcome = await judge(part, ask);
    if (outcome.is === 'unknown') unknown ??= outcome;
    else if (outcome.is === 'yes') duration = Math.max(duration, outcome.duration);
    else {
      reasons.push(outcome.reason);
      login ||= outcome.login;
    }
    if (duration === Infinity) break;
  }
  if (duration > 0) return { is: 'yes', duration };
  return unknown ?? { is: 'no', reason: [...new Set(reasons)].join('; '), login };
}
