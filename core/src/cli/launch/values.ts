import { readValue } from '../../config/values';
import { guidance } from '../../model/nearest';
import { quoted } from '../../model/problem';
import { missing } from '../../model/values';
import type { CompoundSpec, PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../../plugin';
import { wrong, type Setting } from './syntax';

/** How deep compounds may stand in each other. */
const MAX_DEPTH = 16;

/**
 * Judges settings by the declarations. A compound is written `[name=value,name=value]`; in it `\[`, `\]`, `\,` and `\\`
 * stand for themselves.
 * @param owner the component, for messages.
 * @throws FlumotionError `launch-invalid`.
 */
export function settingValues(
  owner: string,
  specs: PropertySpecs,
  settings: readonly Setting[],
  depth = 0,
): PropertyValues {
  const given = new Map<string, PropertyValue[]>();
  for (const { name, text } of settings) {
    const [declared, spec] = declaration(owner, specs, name);
    if (spec.retired !== undefined) continue;
    const list = given.get(declared) ?? [];
    if (list.length > 0 && !spec.multiple)
      throw wrong(`${owner}: property ${quoted(declared)} is given twice`);
    given.set(declared, [...list, value(owner, declared, spec, text, depth)]);
  }
  const values = Object.fromEntries(
    [...given].map(([name, list]) => [name, specs[name]?.multiple ? list : list[0]]),
  );
  const [absent] = missing(specs, values);
  if (absent !== undefined) throw wrong(`${owner} needs the property ${quoted(absent)}; add ${absent}=VALUE`);
  return values;
}

function declaration(owner: string, specs: PropertySpecs, name: string): [string, PropertySpec] {
  const found = Object.entries(specs).find(([own, spec]) => own === name || spec.aliases?.includes(name));
  if (found) return found;
  throw wrong(`${owner} has no property ${quoted(name)}${guidance(name, Object.keys(specs))}`);
}

function value(owner: string, name: string, spec: PropertySpec, text: string, depth: number): PropertyValue {
  if (spec.type === 'compound') return compound(`${owner}, property ${name}`, spec, text, depth);
  const judged = readValue(spec, text);
  if (judged.ok) return judged.value;
  throw wrong(`${owner}: property ${quoted(name)}: ${judged.problem}`);
}

function compound(owner: string, spec: CompoundSpec, text: string, depth: number): PropertyValue {
  const inside = /^\[([^]*)\]$/.exec(text)?.[1];
  if (inside === undefined) throw wrong(`${owner} is a block of properties; write [name=value,name=value]`);
  if (depth >= MAX_DEPTH) throw wrong(`${owner}: blocks stand too deep in each other`);
  const settings = splitBlock(owner, inside).map((part) => {
    const at = part.indexOf('=');
    if (at <= 0) throw wrong(`${owner}: ${quoted(part)} is not name=value`);
    const inner = part.slice(at + 1);
    const isBlock = spec.properties[part.slice(0, at)]?.type === 'compound';
    return { name: part.slice(0, at), text: isBlock ? inner : unescaped(inner) };
  });
  return settingValues(owner, spec.properties, settings, depth + 1);
}

/** Splits at the commas that stand in no inner block and behind no backslash. */
function splitBlock(owner: string, text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const [token] of text.matchAll(/\\[^]|[^]/g)) {
    if (token === '[') depth += 1;
    if (token === ']') depth -= 1;
    if (depth < 0) break;
    if (token === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += token;
  }
  if (depth !== 0)
    throw wrong(
      `${owner}: the brackets in ${quoted(text)} do not match; write \\[ or \\] for the characters`,
    );
  return part === '' && parts.length === 0 ? [] : [...parts, part];
}

function unescaped(text: string): string {
  return text.replace(/\\([[\],\\])/g, '$1');
}
