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

/** Something to be edited in steps that can be undone. */
export function useDraft<T>(stored: T): Draft<T> {
  const [history, setHistory] = useState<History<T>>(() => begun(stored));
  return {
    now: history.now,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: (next, what) => setHistory((before) => changed(before, next, what)),
    undo: () => setHistory(undone),
    redo: () => setHistory(redone),
  };
}
