import { useState } from 'react';
import { begun, changed, redone, undone, type History } from './history';

/** What is edited, and how it is changed. */
export interface Draft<T> {
  readonly now: T;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** One step further; changes of the same `what` in a row are one step. */
  readonly change: (next: T, what?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Steps that can be undone. */
export interface Steps<T> extends Omit<Draft<T>, 'change'> {
  /**
   * One step further; steps of the same `what` in a row are one.
   * @param before - what the step goes back to, where that is more exactly known now.
   */
  readonly step: (next: (now: T) => T, what?: string, before?: (now: T) => T) => void;
}

/**
 * Something to be edited in steps that can be undone.
 * @param first - a step that is there from the beginning.
 */
export function useSteps<T>(stored: () => T, first: (stored: T) => T = (now) => now): Steps<T> {
  const [history, setHistory] = useState<History<T>>(() => {
    const now = stored();
    return changed(begun(now), first(now));
  });
  return {
    now: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    step: (next, what, before = (now) => now) =>
      setHistory((all) => changed({ ...all, now: before(all.now) }, next(all.now), what)),
    undo: () => setHistory(undone),
    redo: () => setHistory(redone),
  };
}
