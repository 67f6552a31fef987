import type { IncomingHttpHeaders } from 'node:http';
import type { Verdict } from '@flumotion/core/plugin';
import type { Properties } from './declaration';

/** Field with a reason for the one who asked. */
const MESSAGE = 'icecast-auth-message';

/** Name and value of a header field as `allow-header` has them; undefined when it is none. */
export function headerField(text: string): { name: string; value: string | undefined } | undefined {
  const parts = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*:\s*(.*?))?\s*$/.exec(text);
  return parts ? { name: (parts[1] ?? '').toLowerCase(), value: parts[2] } : undefined;
}

/**
 * What an answer says.
 * @throws Error when it says nothing that can be understood.
 */
export function verdictOf(
  status: number,
  headers: IncomingHttpHeaders,
  properties: Pick<Properties, 'allow-header' | 'timelimit-header'>,
): Verdict {
  if ((status >= 300 && status < 400) || status === 429 || status >= 500)
    throw new Error(`it answered with status ${status}; expected 200 and header fields`);
  const allow = headerField(properties['allow-header']);
  const given = allow && one(headers[allow.name]);
  const admitted = given !== undefined && (allow?.value === undefined || given === allow.value);
  if (!admitted) {
    const reason = one(headers[MESSAGE])?.slice(0, 200) ?? 'wrong user or password';
    return { admitted: false, reason, login: true };
  }
  const limit = one(headers[properties['timelimit-header'].toLowerCase()]);
  if (limit === undefined) return { admitted: true };
  if (!/^\d{1,9}$/.test(limit)) {
    const seen = JSON.stringify(limit.slice(0, 40));
    throw new Error(`its ${properties['timelimit-header']} is ${seen}; expected a number of seconds`);
  }
  if (Number(limit) === 0) return { admitted: false, reason: 'your time is up' };
  return { admitted: true, duration: Number(limit) };
}

function one(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim();
}
