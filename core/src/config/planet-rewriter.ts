import { isDeepStrictEqual } from 'node:util';
import type { PlanetFile } from '../model/planet';
import { planetJson } from '../model/planet-json';
import type { ConfigCatalogue } from './catalogue';
import { judgePlanet } from './planet-file';
import { writePlanet } from './planet-writer';
import { xmlSpans, type XmlSpan } from './xml-spans';

/**
 * Writes what a planet file is to say into the text that it has: comments and the form of what does not change stay, what is
 * new is written as `writePlanet` does. Where that cannot be done the whole text is written anew.
 * @param text text of the file.
 * @param before what the text says.
 */
export function rewritePlanet(
  text: string,
  before: PlanetFile,
  after: PlanetFile,
  catalogue: ConfigCatalogue,
): string {
  const anew = writePlanet(after, catalogue);
  const kept = merged(text, writePlanet(before, catalogue), anew);
  if (kept === undefined) return anew;
  const { planet, errors } = judgePlanet(kept, after.file, catalogue);
  const same = errors.length === 0 && isDeepStrictEqual(planetJson(planet), planetJson(after));
  return same ? kept : anew;
}

/** An element in its text. */
interface Part {
  readonly text: string;
  readonly span: XmlSpan;
}

/** A child of an element, with what stands between it and the child before it. */
interface Piece {
  readonly key: string;
  readonly lead: string;
  readonly text: string;
}

/** Another encoding than that in which files are written. */
const OTHER_ENCODING = /^<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])/i;

function merged(text: string, before: string, after: string): string | undefined {
  const [own, old, now] = [text, before, after].map((each) => ({ text: each, span: xmlSpans(each) }));
  if (!own?.span || !old?.span || !now?.span || OTHER_ENCODING.test(text)) return undefined;
  const { start, end } = own.span;
  const inside = merge(own as Part, old as Part, now as Part);
  return `${text.slice(0, start)}${inside}${text.slice(end)}`;
}

/**
 * The text of an element as it is to be.
 * @param own as it stands in the file.
 * @param old the same, as `writePlanet` writes it.
 * @param now as it is to be, as `writePlanet` writes it.
 */
function merge(own: Part, old: Part, now: Part): string {
  if (whole(old) === whole(now)) return whole(own);
  const pieces = own.span.children.length > 0 ? childPieces(own, old, now) : undefined;
  if (!pieces || pieces.length === 0) return whole(now);
  const sameTag = tag(old) === tag(now);
  const end = own.span.children.at(-1)?.end ?? own.span.open;
  const tail = own.text.slice(end, own.span.end);
  return `${tag(sameTag ? own : now)}${pieces.map(({ lead, text }) => lead + text).join('')}${tail}`;
}

/** Undefined where the file says the same in other elements. */
function childPieces(own: Part, old: Part, now: Part): Piece[] | undefined {
  const [before, after] = [old, now].map((part) => byKey(part)) as [Map<string, Part>, Map<string, Part>];
  const children = [...byKey(own)];
  if (children.length !== before.size || children.some(([key]) => !before.has(key))) return undefined;
  let from = own.span.open;
  const pieces = children.flatMap(([key, child]): Piece[] => {
    const lead = own.text.slice(from, child.span.start);
    from = child.span.end;
    const [was, is] = [before.get(key), after.get(key)];
    return was && is ? [{ key, lead, text: merge(child, was, is) }] : [];
  });
  const usual = children.map(([, { span }]) => /\n[ \t]*$/.exec(own.text.slice(0, span.start))?.[0]);
  const indent = usual.find((one) => one !== undefined) ?? '';
  let place = 0;
  for (const [key, part] of after) {
    const at = pieces.findIndex((piece) => piece.key === key);
    if (at < 0) pieces.splice(place++, 0, { key, lead: indent, text: whole(part) });
    else place = at + 1;
  }
  return pieces;
}

function byKey({ text, span }: Part): Map<string, Part> {
  return new Map(span.children.map((child) => [child.key, { text, span: child }]));
}

function whole({ text, span }: Part): string {
  return text.slice(span.start, span.end);
}

function tag({ text, span }: Part): string {
  return text.slice(span.start, span.open);
}
