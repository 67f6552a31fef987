/** Levels of log lines, the gravest first. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'log'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line of a log. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: string;
  /** Full id of the component. */
  readonly object?: string;
  readonly text: string;
}

/** Lines that are kept; older ones are in the files. */
export const MOST_LINES = 2000;

/** Lines together, each once, in the order of their times, the oldest left out where there are too many. */
export function joined(before: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const keyOf = ({ time, level, text }: LogLine): string => `${time} ${level} ${text}`;
  const known = new Set(before.slice(-MOST_LINES).map(keyOf));
  const fresh = more.filter((line) => !known.has(keyOf(line)));
  if (fresh.length === 0) return before;
  return [...before, ...fresh].sort((a, b) => a.time - b.time).slice(-MOST_LINES);
}

/** Lines that are at least as grave as a level and have a text in them. */
export function visible(lines: readonly LogLine[], level: LogLevel, search: string): readonly LogLine[] {
  const rank = (one: string): number => LOG_LEVELS.indexOf(one as LogLevel);
  const wanted = search.toLowerCase();
  return lines.filter((line) => rank(line.level) <= rank(level) && line.text.toLowerCase().includes(wanted));
}
