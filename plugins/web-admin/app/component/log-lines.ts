/** Words of the levels of log lines, from 1 on, the gravest first. */
export const LOG_LEVELS = ['error', 'warning', 'info', 'debug', 'log'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line of a log. */
export interface LogLine {
  /** Counts up since the manager started. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** 1 error to 5. */
  readonly level: number;
  /** Part of the program. */
  readonly category: string;
  /** What it is about: full id of a component. */
  readonly object: string;
  readonly text: string;
  /** Lines before it that this reader was too slow for. */
  readonly missed?: number;
}

/** Lines that are kept; older ones are in the files. */
export const MOST_LINES = 2000;

/** Lines together, each once, the oldest left out where there are too many. */
export function joined(before: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const known = new Set(before.map(keyOf));
  const fresh = more.filter((line) => !known.has(keyOf(line)));
  if (fresh.length === 0) return before;
  return [...before, ...fresh].sort((a, b) => a.time - b.time || a.number - b.number).slice(-MOST_LINES);
}

/** Numbers begin anew with the manager, times do not. */
function keyOf({ number, time }: LogLine): string {
  return `${number} ${time}`;
}

/** The number of a level. */
export function levelNumber(level: LogLevel): number {
  return LOG_LEVELS.indexOf(level) + 1;
}

/** The word for the number of a level. */
export function levelWord(level: number): LogLevel {
  return LOG_LEVELS[level - 1] ?? 'log';
}

/** Lines that are at least as grave as a level and have a text in them. */
export function visible(lines: readonly LogLine[], level: LogLevel, search: string): readonly LogLine[] {
  const least = levelNumber(level);
  const wanted = search.toLowerCase();
  return lines.filter(
    (line) => line.level <= least && `${line.category} ${line.text}`.toLowerCase().includes(wanted),
  );
}
