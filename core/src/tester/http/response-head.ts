/** Head of an answer, as far as a listener needs it. */
export interface ResponseHead {
  readonly status: number;
  /** What the server says beside the status, as `Not Found`. */
  readonly message: string;
  /** Fields by lower-case name; the last of several wins. */
  readonly fields: ReadonlyMap<string, string>;
  /** Values of all `Set-Cookie` fields. */
  readonly cookies: readonly string[];
}

/** Most bytes of a head. */
export const MAX_HEAD = 64 * 1024;

/** SHOUTcast servers say `ICY` where others say the version of HTTP. */
const STATUS_LINE = /^(?:HTTP\/1\.\d|ICY) +([1-5]\d\d)(?: +([^\r\n]*))?$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const BEGINNINGS = ['HTTP/1.', 'ICY '];

/** Whether what has come so far can be the beginning of an answer. */
export function mayBeHead(text: string): boolean {
  return BEGINNINGS.some((beginning) => text.startsWith(beginning.slice(0, text.length)));
}

/** Length of the head with the empty line at its end; 0 while that has not come. Some old servers end lines with LF alone. */
export function headLength(text: string): number {
  const end = /\r?\n\r?\n/.exec(text);
  return end ? end.index + end[0].length : 0;
}

/** Reads a whole head; undefined when it is none. Lines that are no field are passed over, as players do. */
export function parseResponseHead(text: string): ResponseHead | undefined {
  const [first = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const status = STATUS_LINE.exec(first);
  if (!status) return undefined;
  const fields = new Map<string, string>();
  const cookies: string[] = [];
  for (const line of lines) {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    if (name === undefined) continue;
    fields.set(name.toLowerCase(), value);
    if (name.toLowerCase() === 'set-cookie') cookies.push(value);
  }
  return { status: Number(status[1]), message: status[2]?.trim() ?? '', fields, cookies };
}
