import type { BlockList } from 'node:net';
import { isWithin } from './address';
import type { RequestHead } from './head';

/** Lines a second that are written at most; more are only counted. */
const MOST_LINES = 200;
/** Longest piece of outside text in a line. */
const MOST_TEXT = 200;

/** A name that needs no quotes, and is not the dash that stands for nobody. */
const PLAIN_NAME = /^(?!-$)[\w.@+-]{1,200}$/;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The parts of a line that are known when a request is answered. */
export interface Opening {
  readonly before: string;
  readonly after: string;
}

/** Who asked for what. */
export interface Asked {
  readonly address: string;
  readonly user?: string | undefined;
  readonly head?: RequestHead | undefined;
}

/** Writes a line for each request that has ended: Apache's combined form, then seconds and the reason. */
export class AccessLog {
  private lines = 0;
  private skipped = 0;

  constructor(
    private readonly write: (line: string) => void,
    private readonly filter: BlockList,
  ) {}

  /** Everything of the line that is known when the request is answered; undefined when it is not to be logged. */
  opening({ address, user, head }: Asked, status: number): Opening | undefined {
    if (isWithin(this.filter, address)) return undefined;
    const line = head ? `${head.method} ${withoutSecrets(head.target)} HTTP/${head.version}` : '-';
    const referer = quote(withoutSecrets(head?.fields.get('referer') ?? '-'));
    return {
      before: `${address} - ${whose(user)} [${stamp(new Date())}] ${quote(line)} ${status}`,
      after: `${referer} ${quote(head?.fields.get('user-agent') ?? '-')}`,
    };
  }

  /** Writes one line. */
  add(opening: Opening | undefined, bytes: number, seconds: number, reason: string): void {
    if (!opening) return;
    if (++this.lines > MOST_LINES) this.skipped++;
    else this.write(`${opening.before} ${bytes} ${opening.after} ${Math.round(seconds)} ${quote(reason)}`);
  }

  /** Begins a new second. */
  tick(): void {
    if (this.skipped > 0)
      this.write(`${this.skipped} more requests ended in this second and were not logged`);
    this.lines = this.skipped = 0;
  }
}

/** A name as readers of logs want it, without quotes where it is a plain one. */
function whose(user: string | undefined): string {
  if (user === undefined) return '-';
  return PLAIN_NAME.test(user) ? user : quote(user);
}

/** Outside text in quotes, of bounded length, with everything but printable ASCII escaped. */
function quote(text: string): string {
  const safe = text
    .slice(0, MOST_TEXT)
    .replaceAll(/["\\]|[^\x20-\x7e]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${safe}"`;
}

/** Arguments of a URL that are as good as a password. */
const SECRET = ['token', 'signature', 'pass', 'gkid'];

/** A URL with its secrets replaced by `***`, however their names are written. */
export function withoutSecrets(url: string): string {
  return url.replaceAll(/([?&])([^=&#]*)=[^&#]*/g, (argument, mark: string, name: string) => {
    const [read = ''] = new URLSearchParams(`${name}=`).keys();
    return SECRET.includes(read.toLowerCase()) ? `${mark}${name}=***` : argument;
  });
}

function stamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
