import type { LogLine } from '../../log/logger';

/** Lines kept. */
const MAX_LINES = 5000;
/** Characters of a line that are kept. */
const MAX_TEXT = 4000;

/** A line of the log of the manager, of a worker or of a job. */
export interface NotedLine extends LogLine {
  /** Counts from 1. */
  readonly number: number;
  /** Worker it came from; absent for the manager's own. */
  readonly worker?: string;
}

/** Which lines are wanted. */
export interface LogQuery {
  /** Full id of the component whose job wrote them, or its worker about it. */
  readonly component?: string | undefined;
  readonly worker?: string | undefined;
  /** The least severe level wanted, 1 for errors to 5. */
  readonly level?: number | undefined;
  readonly limit: number;
}

/** The last lines of manager, workers and jobs, as they reach the manager. */
export class LogBook {
  private readonly lines: NotedLine[] = [];
  private readonly listeners = new Set<(line: NotedLine) => void>();
  private number = 0;

  constructor(private readonly most = MAX_LINES) {}

  /** Takes a line in. @param worker - it came from. */
  add(line: LogLine, worker?: string): void {
    const text = line.text.length > MAX_TEXT ? `${line.text.slice(0, MAX_TEXT)}…` : line.text;
    const noted = { number: ++this.number, ...line, text, ...(worker === undefined ? {} : { worker }) };
    this.lines.push(noted);
    // In portions: taking the first of many costs as much as taking some hundreds.
    if (this.lines.length > this.most * 1.1) this.lines.splice(0, this.lines.length - this.most);
    for (const listener of this.listeners) listener(noted);
  }

  /** The last lines that fit, the oldest first. */
  find({ component, worker, level = 5, limit }: LogQuery): readonly NotedLine[] {
    const found: NotedLine[] = [];
    for (let at = this.lines.length - 1; at >= 0 && found.length < limit; at--) {
      const line = this.lines[at];
      if (!line || line.level > level) continue;
      if (component !== undefined && line.object !== component) continue;
      if (worker !== undefined && line.worker !== worker) continue;
      found.push(line);
    }
    return found.reverse();
  }

  /** Is called with each line. @returns what ends it. */
  listen(listener: (line: NotedLine) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
