import type { SchedulePoint } from './schedule';

/** Longest text of points, in characters. */
const MAX_TEXT = 500;

/** Points of a schedule for people, as `start 2026-05-01T20:00+02:00 Concert; end …`; shortened when they are many. */
export function describePoints(points: readonly SchedulePoint[]): string {
  let text = '';
  for (const { at, kind, event } of points) {
    const next = `${kind} ${timeText(at, event.offset)} ${event.summary}`.trim();
    if (text.length + next.length > MAX_TEXT) return text === '' ? next.slice(0, MAX_TEXT) : `${text}; …`;
    text = text === '' ? next : `${text}; ${next}`;
  }
  return text;
}

/** A moment as `2026-05-01T20:00+02:00`. */
function timeText(at: number, offset: number): string {
  const wall = new Date(at + offset * 60_000).toISOString().slice(0, 16);
  const size = Math.abs(offset);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
