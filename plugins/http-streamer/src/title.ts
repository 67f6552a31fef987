/** Bytes that one unit of a block's length byte stands for. */
const UNIT = 16;
/** Most bytes of a block after its length byte. */
const MAX_BLOCK = 255 * UNIT;
/** What surrounds a title and an address in a block, in bytes. */
const AROUND_TITLE = "StreamTitle='';".length;
const AROUND_URL = "StreamUrl='';".length;

/** A block that says that nothing has changed. */
export const NO_CHANGE = Buffer.alloc(1);

/** What plays, with the block of ICY metadata that tells it. One object is one announcement: to be compared as such. */
export interface Title {
  /** As listeners get it: one line of at most 4065 bytes of UTF-8; empty while nothing is known. */
  readonly text: string;
  /** Address about it; empty when there is none. */
  readonly url: string;
  /** The whole block: length byte, text in UTF-8, zeros up to a multiple of 16 bytes. Shared by all listeners. */
  readonly block: Buffer;
}

/**
 * Makes a title of text from outside: control characters become spaces, and what is too long for a block is cut at a
 * whole character. An address that does not fit beside the title, or has no valid form, is left out.
 */
export function makeTitle(text: string, url = ''): Title {
  const title = cutTo(escape(line(text)), MAX_BLOCK - AROUND_TITLE);
  const address = /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).href.replaceAll("'", '%27') : '';
  const room = MAX_BLOCK - AROUND_TITLE - Buffer.byteLength(title) - AROUND_URL;
  const fits = address !== '' && Buffer.byteLength(address) <= room;
  const content = Buffer.from(`StreamTitle='${title}';${fits ? `StreamUrl='${address}';` : ''}`);
  const units = Math.ceil(content.length / UNIT);
  const block = Buffer.alloc(1 + units * UNIT);
  block[0] = units;
  content.copy(block, 1);
  return { text: title, url: fits ? address : '', block };
}

/** What listeners are told while nothing is known, as Icecast does. */
export const NO_TITLE: Title = makeTitle('');

/** Text from outside as one line of whole characters. */
export function line(text: string): string {
  return Buffer.from(text)
    .toString()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Text cut to so many bytes of UTF-8, at a whole character. */
export function cutTo(text: string, bytes: number): string {
  const all = Buffer.from(text);
  if (all.length <= bytes) return text;
  let end = bytes;
  while (((all[end] ?? 0) & 0xc0) === 0x80) end--;
  return all.toString('utf8', 0, end).trimEnd();
}

/** Players take a title up to the first quote with a semicolon after it; a quote anywhere else is as it is. */
function escape(title: string): string {
  return title.replaceAll(/'(?=;)/g, '’');
}
