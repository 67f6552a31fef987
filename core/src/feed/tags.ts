import type { FeedTags } from '../plugin';
import type { GdpEvent } from './gdp';
import { scanStructure, type Field } from './structure-text';

/** Number of GStreamer's tag event on the wire. */
const TAG_EVENT = 20510;
/** Longest text of one tag, in characters as GStreamer writes it; a longer one is no text for people. */
const MAX_VALUE = 256 * 1024;

/** A list of tags: those of one stream, or of all that belong together. */
export interface TagList {
  readonly scope: 'stream' | 'global';
  readonly tags: FeedTags;
}

/**
 * Reads a tag event as a feed carries it.
 * @returns undefined for events of other kinds. A list that cannot be read is empty: tags are no reason to end a feed.
 */
export function readTags({ type, text }: Pick<GdpEvent, 'type' | 'text'>): TagList | undefined {
  if (type !== TAG_EVENT) return undefined;
  try {
    const event = scanStructure(text);
    const list = event.fields.find(({ name }) => name === 'taglist');
    const fields = list ? scanStructure(unwrap(list.value).toString('latin1')).fields : [];
    const tags = fields.flatMap((field) => {
      const value = valueOf(field);
      return value === undefined ? [] : [[field.name, value] as const];
    });
    return {
      scope: event.name === 'GstTagList-global' ? 'global' : 'stream',
      tags: Object.fromEntries(tags),
    };
  } catch {
    return { scope: 'stream', tags: {} };
  }
}

/**
 * The event that carries tags of a stream; empty texts are left out, as GStreamer knows none.
 * @throws Error for a name that no tag can have, and for a number that is not whole or below 0.
 */
export function tagEvent(tags: FeedTags): GdpEvent {
  const fields = Object.entries(tags)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => {
      if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a tag`);
      if (typeof value === 'string') return `, ${name}=(string)${wrap(Buffer.from(value))}`;
      if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
        throw new Error(`the tag ${name} is ${value}; expected a whole number`);
      return `, ${name}=(uint)${value}`;
    });
  const list = wrap(Buffer.from(`taglist${fields.join('')};`, 'latin1'));
  return { kind: 'event', type: TAG_EVENT, text: `GstTagList-stream, taglist=(taglist)${list};` };
}

/** The first value of a tag; undefined for what is neither text nor number. */
function valueOf({ type, value: whole }: Field): string | number | undefined {
  if (whole.length > MAX_VALUE) return undefined;
  const [, listed, first] = /^\{\s*(?:\((\w+)\))?\s*("(?:[^"\\]+|\\.)*"|[^,}]*)/s.exec(whole) ?? [];
  const one = (first ?? whole).trim();
  const kind = type === '' ? listed : type;
  if (kind === 'string' || kind === 'date' || kind === 'datetime') return unwrap(one).toString('utf8');
  return /^u?int(64)?$|^double$/.test(kind ?? '') && Number.isFinite(Number(one)) ? Number(one) : undefined;
}

/** Text as it stands in a structure: quoted, with all that is not ASCII in octal. */
function wrap(bytes: Buffer): string {
  let text = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (/[\w+/:.-]/.test(char)) text += char;
    else if (byte >= 0x20 && byte < 0x7f) text += `\\${char}`;
    // A zero would end the text where it is read.
    else if (byte > 0) text += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${text}"`;
}

/** The opposite of `wrap`; text without quotes stands for itself. */
function unwrap(text: string): Buffer {
  if (!text.startsWith('"')) return Buffer.from(text, 'latin1');
  const plain = text
    .slice(1, -1)
    .replace(/\\([0-3][0-7]{2}|.)/gs, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(parseInt(code, 8)) : code,
    );
  return Buffer.from(plain, 'latin1');
}
