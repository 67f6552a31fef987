import { STATUS_CODES } from 'node:http';

/** Header fields of an answer. */
export type Fields = Readonly<Record<string, string>>;

/** Fields of every answer. No version of anything is told. */
export const ALWAYS: Fields = {
  Server: 'Flumotion',
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
};

/**
 * The head of an answer, with its empty line. Every connection carries one request: a body without a length ends with
 * the connection, or with its last chunk where a field says that it is chunked.
 */
export function answerHead(version: '1.0' | '1.1', status: number, fields: Fields): string {
  const all = Object.entries({ Date: new Date().toUTCString(), ...ALWAYS, ...fields });
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/${version} ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}

/** A whole answer with a sentence as its body. */
export function answerText(
  version: '1.0' | '1.1',
  status: number,
  reason: string,
  fields: Fields,
  body: boolean,
): string {
  const text = textBody(status, reason);
  const head = answerHead(version, status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    ...fields,
  });
  return body ? head + text : head;
}

/** The sentence that is the body of an answer. */
export function textBody(status: number, reason: string): string {
  return `${status} ${STATUS_CODES[status] ?? ''}: ${reason}\n`;
}
