import type { RequestEntry } from '@flumotion/core/plugin';

/** Longest piece of outside text in a line. */
const MOST_TEXT = 500;
/** A name that readers of logs want without quotes, and not the dash that stands for nobody. */
const PLAIN_NAME = /^(?!-$)[\w.@+-]{1,200}$/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A request in Apache's combined form, then the seconds it took. */
export function requestLine(entry: RequestEntry): string {
  const { ip, username, method, uri, clientproto, response, referer } = entry;
  const user = username === undefined ? '-' : PLAIN_NAME.test(username) ? username : quote(username);
  const agent = quote(entry['user-agent'] ?? '-');
  const head = `${ip} - ${user} [${stamp(new Date(entry.time))}] ${quote(`${method} ${uri} ${clientproto}`)}`;
  return `${head} ${response} ${entry['bytes-sent']} ${quote(referer ?? '-')} ${agent} ${entry['time-connected']}`;
}

/** A request as one JSON object; what is not known is left out. */
export function requestJson(entry: RequestEntry): string {
  const { time, ip, username, method, uri, clientproto, response, referer, reason, detail } = entry;
  return JSON.stringify({
    time: new Date(time).toISOString(),
    address: ip,
    user: cut(username),
    method: cut(method),
    uri: cut(uri),
    protocol: clientproto,
    status: response,
    bytes: entry['bytes-sent'],
    seconds: entry['time-connected'],
    referer: cut(referer),
    agent: cut(entry['user-agent']),
    reason,
    detail: cut(detail),
  }).replaceAll(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function cut(text: string | undefined): string | undefined {
  return text?.slice(0, MOST_TEXT);
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
