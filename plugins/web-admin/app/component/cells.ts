import type { Cell, ColumnSpec } from '../api/types';
import { figureText, timeText } from '../frame/format';

/** A cell of a declared column, for people. */
export function cellText(value: Cell | undefined, { kind, unit }: ColumnSpec): string {
  if (value === undefined) return '';
  if (kind === 'time' && typeof value === 'number') return timeText(value);
  return figureText(value, unit);
}
