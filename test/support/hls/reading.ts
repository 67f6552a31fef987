/** Numbers of paragraphs are those of RFC 8216, and of draft-pantos-hls-rfc8216bis where they begin with "bis". */

/** A line of a playlist that says something. */
export interface Line {
  /** Name of a tag without its `#`; undefined for a URL. */
  readonly tag: string | undefined;
  /** What follows the tag's colon, or the URL. */
  readonly value: string;
}

/** Attributes of a tag; quoted strings without their quotes. */
export type Attributes = ReadonlyMap<string, { readonly value: string; readonly quoted: boolean }>;

/** Reads the lines of a playlist and notes what is wrong with their form. */
export function readLines(text: string, complaints: string[]): readonly Line[] {
  if (/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text))
    complaints.push('4.1: there is a control character');
  if (text.startsWith('\ufeff')) complaints.push('4.1: there is a byte order mark');
  const all = text.split(/\r?\n/);
  if (all[0] !== '#EXTM3U') complaints.push('4.3.1.1: the first line is not #EXTM3U');
  if (all.at(-1) !== '') complaints.push('4.1: the last line does not end');
  return all
    .slice(1)
    .filter((line) => line !== '' && (!line.startsWith('#') || line.startsWith('#EXT')))
    .map((line) => {
      if (/\s$|^\s/.test(line)) complaints.push(`4.1: white space around ${line}`);
      const [, tag, value = ''] = /^#(EXT[A-Z0-9-]*)(?::(.*))?$/.exec(line) ?? [];
      if (line.startsWith('#') && tag === undefined) complaints.push(`4.1: no tag: ${line}`);
      return { tag, value: line.startsWith('#') ? value : line };
    });
}

const ATTRIBUTE = /([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(,|$)/y;

/** Reads a list of attributes and notes what is wrong with its form. */
export function readAttributes({ tag, value }: Line, complaints: string[]): Attributes {
  const found = new Map<string, { value: string; quoted: boolean }>();
  ATTRIBUTE.lastIndex = 0;
  let end = 0;
  for (let match = ATTRIBUTE.exec(value); match; match = ATTRIBUTE.exec(value)) {
    const [whole, name = '', text = ''] = match;
    if (found.has(name)) complaints.push(`4.2: ${String(tag)} has ${name} twice`);
    const quoted = text.startsWith('"');
    found.set(name, { value: quoted ? text.slice(1, -1) : text, quoted });
    end = match.index + whole.length;
    if (end === value.length) break;
  }
  if (end !== value.length || value === '' || value.endsWith(','))
    complaints.push(`4.2: no list of attributes: ${String(tag)}:${value}`);
  return found;
}

/** What an attribute has to be. */
export type Kind = 'quoted' | 'integer' | 'decimal' | 'resolution' | readonly string[];

const FORMS: Readonly<Record<'integer' | 'decimal' | 'resolution', RegExp>> = {
  integer: /^\d{1,20}$/,
  decimal: /^\d+(\.\d+)?$/,
  resolution: /^\d+x\d+$/,
};

/**
 * Holds attributes against what they have to be.
 * @param rule - paragraph of the standard.
 * @param kinds - of those there may be; required ones have a `!` at the end of their name.
 */
export function judgeAttributes(
  line: Line,
  rule: string,
  kinds: Readonly<Record<string, Kind>>,
  complaints: string[],
): Attributes {
  const attributes = readAttributes(line, complaints);
  const tag = String(line.tag);
  for (const [name, kind] of Object.entries(kinds)) {
    const plain = name.replace('!', '');
    const given = attributes.get(plain);
    if (!given) {
      if (name.endsWith('!')) complaints.push(`${rule}: ${tag} has no ${plain}`);
      continue;
    }
    const right =
      kind === 'quoted'
        ? given.quoted
        : !given.quoted &&
          (typeof kind === 'string' ? FORMS[kind].test(given.value) : kind.includes(given.value));
    if (!right) complaints.push(`${rule}: ${tag} has ${plain}=${given.value}`);
  }
  for (const name of attributes.keys())
    if (!(name in kinds) && !(`${name}!` in kinds)) complaints.push(`${rule}: ${tag} has an unknown ${name}`);
  return attributes;
}
