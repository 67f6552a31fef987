import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { errorText } from '../errors';
import { quoted } from '../model/problem';
import { decodeReferences } from './references';

/** An element of a configuration file. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text and CDATA of the element itself, joined. */
  readonly text: string;
  /** Line of the file where the element begins, from 1. */
  readonly line: number;
}

/** The file cannot be read as XML: where, what was seen and what to do. */
export interface XmlProblem {
  readonly line: number;
  readonly text: string;
}

/** Either the root element or the first problem; what follows broken XML means nothing. */
export type XmlResult = { readonly root: XmlElement } | { readonly problem: XmlProblem };

/** Bytes a configuration file may have. */
export const MAX_FILE_SIZE = 4 * 1024 * 1024;
/** Elements that may stand inside each other. */
export const MAX_DEPTH = 32;
/** Most open elements that are named when a file is cut off. */
const SHOWN_OPEN = 4;
const LIBRARY_DEPTH = 4 * MAX_DEPTH;

type Node = Record<string, unknown>;

const PARSER = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: LIBRARY_DEPTH,
});
const METADATA = XMLParser.getMetaDataSymbol() as unknown as string;

/** Reads XML strictly: no document type, no entities beyond the five of XML, no inclusion, bounded size and depth. */
export function parseXml(source: string): XmlResult {
  if (Buffer.byteLength(source) > MAX_FILE_SIZE) {
    return { problem: { line: 1, text: `the file is larger than ${MAX_FILE_SIZE} bytes` } };
  }
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  try {
    refuseControlCharacters(text);
    refuseDeclarations(text);
    const valid = XMLValidator.validate(text);
    if (valid !== true) {
      refuseCutOff(text, valid.err.msg);
      fail(valid.err.line, explain(valid.err.msg));
    }
    return { root: tree(text) };
  } catch (error) {
    if (error instanceof Refusal) return { problem: { line: error.line, text: error.message } };
    return { problem: { line: 1, text: `not well-formed XML: ${quoted(errorText(error))}` } };
  }
}

/** Carries the first problem out of the walk; never leaves this file. */
class Refusal extends Error {
  constructor(
    readonly line: number,
    text: string,
  ) {
    super(text);
  }
}

function fail(line: number, text: string): never {
  throw new Refusal(line, text);
}

function explain(complaint: string): string {
  const advice = complaint.includes("'&'") ? ' Write &amp; for this character.' : '';
  return `not well-formed XML: ${complaint}${advice}`;
}

/** The library lists what is open at the end of the file, outermost first, and names line 1. */
function refuseCutOff(text: string, complaint: string): void {
  const end = lineAt(text, text.trimEnd().length);
  const last = text.lastIndexOf('<');
  if (last > text.lastIndexOf('>')) {
    fail(end, `the file ends inside the tag ${quoted(text.slice(last, last + 40))}. Was it cut off?`);
  }
  if (!complaint.startsWith("Invalid '[")) return;
  const open = [...complaint.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '');
  const innermost = open.slice(-SHOWN_OPEN).map((name) => `<${name}>`);
  const all = `${open.length > SHOWN_OPEN ? '… ' : ''}${innermost.join(' ')}`;
  fail(end, `the file ends inside ${quoted(all)}; close what is open. Was it cut off?`);
}

function refuseControlCharacters(text: string): void {
  const bad = text.search(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  if (bad >= 0)
    fail(lineAt(text, bad), `control character ${quoted(text.charAt(bad))} is not allowed in XML`);
}

/** Comments and CDATA are the only `<!` there may be; the library would accept others, and unclosed ones. */
function refuseDeclarations(text: string): void {
  for (let at = text.indexOf('<!'); at >= 0; at = text.indexOf('<!', at)) {
    const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : undefined;
    if (end === undefined) {
      fail(
        lineAt(text, at),
        `${quoted(text.slice(at, at + 20))}: document types and entities are not accepted; write the text itself`,
      );
    }
    const close = text.indexOf(end, at + 4);
    if (close < 0) fail(lineAt(text, at), `${end === '-->' ? 'comment' : 'CDATA section'} without ${end}`);
    at = close + end.length;
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function tree(text: string): XmlElement {
  const breaks: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks.push(at);
  const top = (PARSER.parse(text) as Node[]).filter((node) => nameOf(node) !== '#text');
  const [root, second] = top;
  if (!root) return fail(1, 'there is no element in the file');
  if (second) return fail(lineOf(second, breaks), `second root element <${nameOf(second)}>; a file has one`);
  const end = (root[METADATA] as { endIndex?: number }).endIndex ?? text.length;
  const tail = text.slice(end + 1).search(/[^\s]/);
  if (tail >= 0 && text[end + 1 + tail] !== '<') {
    fail(lineAt(text, end + 1 + tail), `text after the end of <${nameOf(root)}>`);
  }
  return element(root, breaks, 1);
}

function element(node: Node, breaks: readonly number[], depth: number): XmlElement {
  const name = nameOf(node);
  const line = lineOf(node, breaks);
  if (depth > MAX_DEPTH) fail(line, `elements are nested more than ${MAX_DEPTH} deep`);
  if (name === 'include' || name.endsWith(':include')) {
    fail(line, `<${name}> is not supported; give the other file to the command as a further argument`);
  }
  const decode = (raw: string): string => decodeReferences(raw, (problem) => fail(line, problem));
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries((node[':@'] as Record<string, string> | undefined) ?? {})) {
    if (value.includes('<')) fail(line, `attribute ${key} contains "<"; write &lt;`);
    attributes[key] = decode(value);
  }
  const children: XmlElement[] = [];
  let text = '';
  for (const child of node[name] as readonly Node[]) {
    if ('#text' in child) text += decode(child['#text'] as string);
    else if ('#cdata' in child)
      text += (child['#cdata'] as readonly Node[]).map((part) => part['#text']).join('');
    else children.push(element(child, breaks, depth + 1));
  }
  return { name, attributes, children, text, line };
}

function nameOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

/** The library gives the offset of each element; the line is the number of line breaks before it. */
function lineOf(node: Node, breaks: readonly number[]): number {
  const offset = (node[METADATA] as { startIndex?: number } | undefined)?.startIndex ?? 0;
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle] ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
