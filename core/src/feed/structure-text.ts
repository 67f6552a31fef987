import { FlumotionError } from '../errors';

/** One field of a structure. */
export interface Field {
  readonly name: string;
  /** Type in brackets before the value, as `buffer`; empty when the text has none. */
  readonly type: string;
  readonly value: string;
}

const NAME = /\s*([a-zA-Z][\w.+/-]*)\s*(\([^)]*\))?\s*/y;
const FIELD = /\s*([a-zA-Z_][\w.:+/-]*)\s*=\s*(?:\(\s*([^()]*?)\s*\)\s*)?/y;
const BARE = /[^,;"<>[\]{}]*/y;

/** A structure read from text. */
export interface StructureText {
  /** Its name; in caps the media type. */
  readonly name: string;
  /** Caps features in brackets; empty when there are none. */
  readonly features: string;
  readonly fields: readonly Field[];
}

/**
 * Reads the first structure in text as GStreamer writes it. Values stay as they stand, quotes and all.
 * @throws FlumotionError `feed-invalid` when the text is no structure.
 */
export function scanStructure(text: string): StructureText {
  const head = matchAt(NAME, text, 0);
  if (!head) throw invalid(text, 0, 'a media type or name');
  const fields: Field[] = [];
  let at = head[0].length;
  while (text[at] === ',') {
    const start = matchAt(FIELD, text, at + 1);
    if (!start) throw invalid(text, at + 1, 'a field name and =');
    const from = at + 1 + start[0].length;
    at = valueEnd(text, from);
    fields.push({ name: start[1] ?? '', type: start[2] ?? '', value: text.slice(from, at).trim() });
  }
  // More than one structure, or what followed: caps of a running stream are fixed, so only the first counts.
  if (at < text.length && text[at] !== ';') throw invalid(text, at, 'a comma');
  return { name: head[1] ?? '', features: head[2] ?? '', fields };
}

const CLOSING: Readonly<Record<string, string>> = { '<': '>', '[': ']', '{': '}' };

function valueEnd(text: string, from: number): number {
  const open: string[] = [];
  let at = from;
  for (;;) {
    at += matchAt(BARE, text, at)?.[0].length ?? 0;
    const char = text[at];
    if (char === '"') {
      at = quoteEnd(text, at);
    } else if (char === undefined || ((char === ',' || char === ';') && open.length === 0)) {
      if (open.length > 0) throw invalid(text, at, open.at(-1) as string);
      return at;
    } else {
      const closing = CLOSING[char];
      if (closing !== undefined) open.push(closing);
      else if (char !== ',' && char !== ';' && open.pop() !== char) throw invalid(text, at, 'a value');
      at += 1;
    }
  }
}

/** Where a quoted value ends. No regular expression: the value may be a picture of megabytes. */
function quoteEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  throw invalid(text, from, 'a closing quote');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function invalid(text: string, at: number, expected: string): FlumotionError {
  return FlumotionError.of('feed-invalid', {
    reason: `caps ${JSON.stringify(text.slice(at, at + 20))} at character ${at}, expected ${expected}`,
  });
}
