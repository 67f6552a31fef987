/** Most steps that can be undone. */
const MOST_STEPS = 200;

/** What is edited, with the steps that led to it and those that were undone. */
export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** What the last step changed; a further change of the same is part of that step. */
  readonly what?: string | undefined;
}

/** A history without steps. */
export function begun<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/**
 * One step further.
 * @param what - what is changed, as `tone volume`: letters typed in a row are one step.
 */
export function changed<T>(history: History<T>, next: T, what?: string): History<T> {
  if (next === history.now) return history;
  const goesOn = what !== undefined && history.what === what && history.past.length > 0;
  const past = goesOn ? history.past : [...history.past, history.now].slice(-MOST_STEPS);
  return { past, now: next, future: [], what };
}

/** One step back; the same where there is none. */
export function undone<T>({ past, now, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future };
  return { past: past.slice(0, -1), now: before, future: [now, ...future] };
}

/** The step that was undone last, once more. */
export function redone<T>({ past, now, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, now, future };
  return { past: [...past, now], now: next, future: rest };
}
