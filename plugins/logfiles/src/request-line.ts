import type { RequestEntry } from '@flumotion/core/plugin';

/** Longest piece of outside text in a line. */
const MOST_TEXT = 500;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A request in Apache's combined form, then the seconds it took. */
export function requestLine(entry: RequestEntry): string {
  const { ip, username, method, uri, clientproto, response, referer } = entry;
  const user = username === undefined ? '-' : quote(username);
  const agent = quote(entry['user-agent'] ?? '-');
  const head = `${ip} - ${user} [${stamp(new Date(entry.time))}] ${quote(`${method} ${uri} ${clientproto}`)}`;
  return `${head} ${response} ${entry['bytes-sent']} ${quote(referer ?? '-')} ${agent} ${entry['time-connected']}`;
}

/** Outside text in quotes, of bounded length, with everything but printable ASCII escaped. */
function quote(text: string): string {
  const safe = text
    .slice(0, MOST_TEXT)
    .replaceAll(/["\\]|[^\x20-\x7e]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${safe}"`;
}

function stamp(date: Date): string {
  const [year, month, day] = date.toISOString().split(/[-T]/);
  return `${day ?? ''}/${MONTHS[Number(month) - 1] ?? ''}/${year ?? ''}:${date.toISOString().slice(11, 19)} +0000`;
}
