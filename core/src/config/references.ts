import { quoted } from '../model/problem';

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Replaces the five named references of XML and numeric ones by their characters.
 * @param refuse called with the problem for any other reference; it must throw.
 */
export function decodeReferences(raw: string, refuse: (problem: string) => never): string {
  return raw.replace(/&([^;&]{0,20});?/g, (whole, name: string) => {
    const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    const character = whole.endsWith(';') ? (named ?? numeric(name)) : undefined;
    if (character !== undefined) return character;
    return refuse(`${quoted(whole)} is not a reference XML knows; write &amp; for the character &`);
  });
}

/** Escapes text for an element or a quoted attribute, so that reading gives the same text back. */
export function encodeText(text: string): string {
  return text.replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);
}

/** Escapes text for a quoted attribute: white space too, which readers would change to spaces. */
export function encodeAttribute(text: string): string {
  return encodeText(text).replace(/[\t\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function numeric(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (!match) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : parseInt(match[1], 16);
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : undefined;
}
