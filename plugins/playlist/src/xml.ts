import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { PlaylistError } from './entry';

/** An element of a playlist. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Line of the file where it begins, from 1. */
  readonly line: number;
}

type Node = Record<string, unknown>;

const PARSER = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 16,
});
const METADATA = XMLParser.getMetaDataSymbol() as unknown as string;
const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads XML strictly: no document type and no entities beyond the five of XML.
 * @throws PlaylistError with the line.
 */
export function parseXml(text: string): XmlElement {
  const lines = new Lines(text);
  const fail = (offset: number, words: string): never => {
    throw new PlaylistError(`line ${lines.at(offset)}: ${words}`);
  };
  const control = text.search(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  if (control >= 0) fail(control, 'a control character, which XML does not allow');
  for (let start = text.indexOf('<!'); start >= 0; start = text.indexOf('<!', start)) {
    const close = text.startsWith('<!--', start) ? '-->' : text.startsWith('<![CDATA[', start) ? ']]>' : '';
    if (close === '') fail(start, 'document types and entities are not accepted');
    const end = text.indexOf(close, start + 4);
    if (end < 0) fail(start, 'a comment or CDATA section without an end');
    start = end + close.length;
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    const { msg, line } = valid.err;
    // What is left open is complained of with the first line.
    if (/^(Invalid '\[|Unclosed tag)/.test(msg))
      fail(text.trimEnd().length, 'the file ends inside an element; was it cut off?');
    const advice = msg.includes("'&'") ? '; write &amp; for this character' : '';
    throw new PlaylistError(`line ${line}: no well-formed XML: ${msg}${advice}`);
  }
  const roots = read(text).filter((node) => !nameOf(node).startsWith('#'));
  const [root, second] = roots;
  if (!root) return fail(0, 'there is no element in the file');
  if (second) fail(startOf(second), `a second root element <${nameOf(second)}>`);
  return element(root, lines);
}

function read(text: string): readonly Node[] {
  try {
    return PARSER.parse(text) as Node[];
  } catch (error) {
    throw new PlaylistError(`line 1: no well-formed XML: ${(error as Error).message}`);
  }
}

function element(node: Node, lines: Lines): XmlElement {
  const name = nameOf(node);
  const line = lines.at(startOf(node));
  const given = Object.entries((node[':@'] as Record<string, string> | undefined) ?? {});
  return {
    name,
    line,
    attributes: Object.fromEntries(given.map(([key, value]) => [key, decoded(value, line)])),
    children: (node[name] as readonly Node[])
      .filter((child) => !nameOf(child).startsWith('#'))
      .map((child) => element(child, lines)),
  };
}

function decoded(raw: string, line: number): string {
  return raw.replace(/&([^;&]{0,20});?/g, (whole, name: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const number = code && (code[1] === undefined ? Number(code[2]) : parseInt(code[1], 16));
    if (number && isCharacter(number)) return String.fromCodePoint(number);
    const known = Object.hasOwn(REFERENCES, name) && whole.endsWith(';') ? REFERENCES[name] : undefined;
    if (known !== undefined) return known;
    throw new PlaylistError(`line ${line}: ${whole} is no reference that XML knows; write &amp; for &`);
  });
}

function isCharacter(code: number): boolean {
  return (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code <= 0x10ffff);
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

function startOf(node: Node): number {
  return (node[METADATA] as { startIndex?: number } | undefined)?.startIndex ?? 0;
}

/** Finds the lines of places in a text. */
class Lines {
  private readonly breaks: readonly number[];

  constructor(text: string) {
    this.breaks = [...text.matchAll(/\n/g)].map(({ index }) => index);
  }

  /** Line of an offset, from 1. */
  at(offset: number): number {
    let [low, high] = [0, this.breaks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.breaks[middle] ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
