import { LEVEL_NAMES, levelFor, type Level, type Levels } from './levels';

/** One line of the log. */
export interface LogLine {
  readonly level: Level;
  /** Part of the program, as `worker` or `feed`. */
  readonly category: string;
  /** What it is about: a component id, a worker name. */
  readonly object: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Takes lines that passed the level filter. */
export type LogSink = (line: LogLine) => void;

/** What loggers of one root share. */
interface Root {
  levels: Levels;
  /** Take what this process wrote itself, beside the sink. */
  readonly own: LogSink[];
}

/** Writes lines of one category about one object. */
export class Logger {
  private root: Root;

  constructor(
    private readonly sink: LogSink,
    levels: Levels,
    readonly category: string,
    readonly object: string,
  ) {
    this.root = { levels, own: [] };
  }

  error(text: string): void {
    this.write(1, text);
  }
  warn(text: string): void {
    this.write(2, text);
  }
  info(text: string): void {
    this.write(3, text);
  }
  debug(text: string): void {
    this.write(4, text);
  }

  /** A logger of the same sink and levels for another category or object. */
  child(category: string, object: string = this.object): Logger {
    const child = new Logger(this.sink, [], category, object);
    child.root = this.root;
    return child;
  }

  /** Changes which lines are wanted, here and in all loggers of the same root. */
  setLevels(levels: Levels): void {
    this.root.levels = levels;
  }

  /** Gives the lines that this process writes itself, here and in all loggers of the same root, to one more sink. */
  tell(sink: LogSink): void {
    this.root.own.push(sink);
  }

  /** Passes on a line that another process wrote. */
  relay(line: LogLine): void {
    if (this.wants(line)) this.sink(line);
  }

  private write(level: Level, text: string): void {
    const line = { level, category: this.category, object: this.object, text, time: Date.now() };
    if (!this.wants(line)) return;
    this.sink(line);
    for (const own of this.root.own) own(line);
  }

  private wants({ level, category }: LogLine): boolean {
    return level <= levelFor(this.root.levels, category);
  }
}

/**
 * Makes outside text safe for a line of a log or a terminal: control characters (line breaks, escape sequences, bidi
 * overrides) become `\xNN` or `\u{…}`, and more than 4,000 characters are cut.
 */
export function escapeText(text: string): string {
  const cut = text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
  return cut.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) => {
    const code = c.codePointAt(0) as number;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** A line as it stands on the terminal: `INFO  [4242] worker "localhost" Nov 22 16:03:49 text`. */
export function formatLine(line: LogLine, pid: number = process.pid): string {
  const time = new Date(line.time)
    .toString()
    .slice(4, 24)
    .replace(/ \d{4} /, ' ');
  const level = LEVEL_NAMES[line.level].padEnd(5);
  return `${level} [${pid}] ${line.category} "${escapeText(line.object)}" ${time} ${escapeText(line.text)}`;
}

/** A sink that writes lines to a stream, such as standard error. */
export function streamSink(stream: NodeJS.WritableStream): LogSink {
  return (line) => void stream.write(`${formatLine(line)}\n`);
}
