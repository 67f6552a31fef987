/** What was answered to a change, of which something may be strange. */
interface Edited {
  readonly warnings?: readonly string[];
}

/** Tells people what is strange in a change that was made. @returns what was answered. */
export function tellWarnings<T>(value: T, tell: (text: string) => void): T {
  for (const warning of (value as Edited | null | undefined)?.warnings ?? []) tell(`warning: ${warning}`);
  return value;
}
