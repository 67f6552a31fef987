import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Verdict } from './verdict';

/** Which line is looked for, and how old it may be. */
export interface LogLimits {
  /** Part of the line; any line when left out. */
  readonly search?: string | undefined;
  /** Seconds. */
  readonly warning: number;
  readonly critical: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The moment in a line of a log of Flumotion, in the machine's time; the year is not written. */
const MOMENT =
  /^[A-Z]+ +\[\d+\] .*? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d\d) (\d\d):(\d\d):(\d\d) /;
/** Seconds by which a line may be ahead of the clock before it counts as one of last year. */
const AHEAD = 86_400;

/** How old the last line with a text is. @throws Error when the file cannot be read. */
export async function checkLog(file: string, limits: LogLimits, now = new Date()): Promise<Verdict> {
  const { search = '' } = limits;
  let last: string | undefined;
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    if (!MOMENT.test(line)) continue;
    lines++;
    if (line.includes(search)) last = line;
  }
  if (lines === 0) return { state: 'UNKNOWN', text: `${file} has no line of a log of Flumotion` };
  if (last === undefined)
    return { state: 'UNKNOWN', text: `${file} has no line with ${JSON.stringify(search)} among ${lines}` };
  const age = Math.max(0, Math.round((now.getTime() - momentOf(last, now).getTime()) / 1000));
  const { warning, critical } = limits;
  return {
    state: age >= critical ? 'CRITICAL' : age >= warning ? 'WARNING' : 'OK',
    text: `the last line${search === '' ? '' : ` with ${JSON.stringify(search)}`} in ${file} is ${age} s old`,
    figures: [{ name: 'age', value: age, unit: 's', warn: warning, crit: critical, min: 0 }],
  };
}

function momentOf(line: string, now: Date): Date {
  const [, month = '', day, hour, minute, second] = MOMENT.exec(line) ?? [];
  const at = (year: number): Date =>
    new Date(year, MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second));
  const thisYear = at(now.getFullYear());
  return thisYear.getTime() > now.getTime() + AHEAD * 1000 ? at(now.getFullYear() - 1) : thisYear;
}
