/** Severity of a log line, numbered as in `FLU_DEBUG`: 1 error, 2 warning, 3 info, 4 debug, 5 log. */
export type Level = 1 | 2 | 3 | 4 | 5;

/** Names as they stand in log lines. */
export const LEVEL_NAMES = ['', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'LOG'] as const;

/** What a pattern of names logs. */
export interface Rule {
  readonly category: RegExp;
  readonly level: Level;
}

/** Which lines are wanted, by category. */
export type Levels = readonly Rule[];

/**
 * Parses a debug specification: comma-separated `category-glob:level`, as `*:3,feed*:5`; a level alone counts for all
 * categories. Later rules win; categories that no rule names log warnings and errors.
 * @throws Error naming the part that has another form.
 */
export function parseLevels(text: string): Levels {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const match = /^\s*(?:([\w*?./-]+):)?([1-5])\s*$/.exec(part);
      if (!match)
        throw new Error(
          `debug levels ${JSON.stringify(part)}: expected category:level, as *:4, level 1 to 5`,
        );
      const glob = (match[1] ?? '*')
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.');
      return { category: new RegExp(`^${glob}$`), level: Number(match[2]) as Level };
    });
}

/** Highest level wanted for a category. */
export function levelFor(levels: Levels, category: string): Level {
  return levels.findLast((rule) => rule.category.test(category))?.level ?? 2;
}
