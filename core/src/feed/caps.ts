import { FlumotionError } from '../errors';
import type { FeedCaps } from '../plugin';

interface Field {
  readonly name: string;
  /** Type in brackets before the value, as `buffer`; empty when the text has none. */
  readonly type: string;
  readonly value: string;
}

/**
 * Reads caps text as GStreamer writes it: the media type and the stream header buffers (`< hex, hex >`, one bare
 * value, or the type repeated before each value).
 * @throws FlumotionError `feed-invalid` when the text is not caps.
 */
export function parseCaps(text: string): FeedCaps {
  const { mediaType, fields } = scan(text);
  const header = fields.find((field) => field.name === 'streamheader');
  return { text, mediaType, streamHeader: header ? buffersOf(header) : [] };
}

/**
 * Caps short enough for a greeting line: fields that hold buffers are left out, and all fields when the text is still
 * longer than `most` characters. The eater needs them only to choose a pad; the feed itself carries them whole.
 * @throws FlumotionError `feed-invalid` when the text is not caps.
 */
export function briefCaps(text: string, most: number): string {
  const { mediaType, features, fields } = scan(text);
  const kept = fields.filter((field) => field.type !== 'buffer' && !field.value.includes('(buffer)'));
  const brief = [
    mediaType + features,
    ...kept.map(({ name, type, value }) => `${name}=${type === '' ? '' : `(${type})`}${value}`),
  ].join(', ');
  return brief.length <= most ? brief : mediaType + features;
}

const MEDIA_TYPE = /\s*([a-zA-Z][\w.+/-]*)\s*(\([^)]*\))?\s*/y;
const FIELD = /\s*([a-zA-Z_][\w.:+/-]*)\s*=\s*(?:\(\s*([^()]*?)\s*\)\s*)?/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/sy;
const BARE = /[^,;"<>[\]{}]*/y;

function scan(text: string): { mediaType: string; features: string; fields: Field[] } {
  const head = matchAt(MEDIA_TYPE, text, 0);
  if (!head) throw invalid(text, 0, 'a media type');
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
  return { mediaType: head[1] ?? '', features: head[2] ?? '', fields };
}

const CLOSING: Readonly<Record<string, string>> = { '<': '>', '[': ']', '{': '}' };

function valueEnd(text: string, from: number): number {
  const open: string[] = [];
  let at = from;
  for (;;) {
    at += matchAt(BARE, text, at)?.[0].length ?? 0;
    const char = text[at];
    if (char === '"') {
      const quoted = matchAt(QUOTED, text, at);
      if (!quoted) throw invalid(text, at, 'a closing quote');
      at += quoted[0].length;
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

function buffersOf(field: Field): Buffer[] {
  const listed = /^[<{]([^]*)[>}]$/.exec(field.value);
  const parts = (listed ? (listed[1] as string) : field.value).split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const hex = part.replace(/^\(\s*\w+\s*\)\s*/, '').replace(/^"(.*)"$/s, '$1');
      if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) {
        throw FlumotionError.of('feed-invalid', {
          reason: `stream header ${JSON.stringify(hex.slice(0, 20))} in the caps, expected hexadecimal bytes`,
        });
      }
      return Buffer.from(hex, 'hex');
    });
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
