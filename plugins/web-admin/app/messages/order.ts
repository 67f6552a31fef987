import type { MessageState } from '../api/types';
import { LEVEL_ORDER } from '../frame/moods';

/** Messages, the gravest first, and of equally grave ones the newest. */
export function bySeverity<M extends Pick<MessageState, 'level' | 'time'>>(
  messages: readonly M[],
): readonly M[] {
  return [...messages].sort(
    (a, b) => LEVEL_ORDER.indexOf(a.level) - LEVEL_ORDER.indexOf(b.level) || b.time - a.time,
  );
}
