import type { AdminAction } from '@flumotion/core/plugin';

/** Longest text of one value. */
const MOST_TEXT = 1000;

/** A change as Flumotion 0.10 wrote it: `[YYYY-MM-DD hh:mm:ss] identity: method: (arguments) {arguments}`, in UTC. */
export function actionLine({ identity, method, args, kwargs }: AdminAction, now = new Date()): string {
  const stamp = now.toISOString().slice(0, 19).replace('T', ' ');
  const list = args.map(literal);
  const tuple = `(${list.join(', ')}${list.length === 1 ? ',' : ''})`;
  const named = Object.entries(kwargs).map(([name, value]) => `${literal(name)}: ${literal(value)}`);
  return `[${stamp}] ${plain(identity)}: ${plain(method)}: ${tuple} {${named.join(', ')}}`;
}

/** A value as Python writes it. */
function literal(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null || value === undefined) return 'None';
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, one]) => `${literal(name)}: ${literal(one)}`);
    return `{${parts.join(', ')}}`;
  }
  return `'${plain(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "\\'")}'`;
}

/** Text without line breaks and control characters, of bounded length. */
function plain(text: string): string {
  return text
    .slice(0, MOST_TEXT)
    .replaceAll(/[\\\p{Cc}\u2028\u2029]/gu, (char) =>
      char === '\\' ? '\\\\' : `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
    );
}
