/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n;

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * Reads a date as `2026-11-29T12:00:00.5+01:00`; without a zone it is in UTC.
 * @returns nanoseconds since 1970; undefined for anything else.
 */
export function parseDate(text: string): bigint | undefined {
  const match = DATE.exec(text.trim());
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number((part as string | undefined) ?? 0));
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(milliseconds);
  const read = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
  // `Date` takes the 31st of April for the 1st of May.
  if (second > 59 || [month, day, hour, minute].some((part, at) => part !== read[at])) return undefined;
  const zone = zoneOf(match[8] ?? 'Z');
  if (zone === undefined) return undefined;
  const fraction = BigInt((match[7] ?? '').padEnd(9, '0'));
  return (BigInt(milliseconds) / 1000n - zone) * SECOND + fraction;
}

/** Seconds by which a zone is ahead of UTC. */
function zoneOf(text: string): bigint | undefined {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (!match) return 0n;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 14 || minutes > 59) return undefined;
  return BigInt((match[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60));
}

/** A date as `2026-11-29T12:00:00.5Z`, from nanoseconds since 1970, to the millisecond. */
export function dateText(time: bigint): string {
  const text = new Date(Number((time + 500_000n) / 1_000_000n)).toISOString();
  return text.replace(/(\.\d*?)0+Z$/, '$1Z').replace('.Z', 'Z');
}

/**
 * Reads seconds as `12` or `12.345`.
 * @returns nanoseconds; undefined for anything else.
 */
export function parseSeconds(text: string): bigint | undefined {
  const match = /^(\d{1,9})(?:[.,](\d*))?$|^[.,](\d+)$/.exec(text.trim());
  if (!match) return undefined;
  const fraction = (match[2] ?? match[3] ?? '').slice(0, 9).padEnd(9, '0');
  return BigInt(match[1] ?? 0) * SECOND + BigInt(fraction);
}

/** Nanoseconds as seconds, to a tenth. */
export function tenths(time: bigint): number {
  return Math.round(Number(time) / 1e8) / 10;
}
