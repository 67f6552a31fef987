/** Caps that take or give everything. */
export const ANY = 'ANY';

/**
 * Media types of a caps text, as `video/x-raw` in `video/x-raw(memory:SystemMemory), format=I420; image/jpeg`.
 * Separators inside quotes, brackets and braces do not count.
 */
export function mediaTypes(caps: string): readonly string[] {
  return splitOutside(caps, ';')
    .map((structure) => /^\s*([^\s,(;]+)/.exec(structure)?.[1])
    .filter((type) => type !== undefined);
}

/**
 * Whether what one end gives can be taken by the other: they share a media type, or one of them is open to all. Of one
 * media type, AAC and MP3 are told apart by the version of MPEG; what else differs is a form that a parser can change.
 */
export function capsCanMeet(given: string, taken: string): boolean {
  const left = splitOutside(given, ';');
  const right = splitOutside(taken, ';');
  return left.some((one) => right.some((other) => structuresCanMeet(one, other)));
}

function structuresCanMeet(one: string, other: string): boolean {
  const [left] = mediaTypes(one);
  const [right] = mediaTypes(other);
  if (left === undefined || right === undefined) return false;
  if (left === ANY || right === ANY) return true;
  const [versions, wanted] = [versionsOf(one), versionsOf(other)];
  return left === right && (!versions || !wanted || versions.some((version) => wanted.includes(version)));
}

/** Versions of MPEG that a structure names; undefined when it leaves them open. */
function versionsOf(structure: string): readonly string[] | undefined {
  const named = /,\s*mpegversion\s*=\s*(?:\(\s*int\s*\))?\s*(\d+|\{[\d\s,]+\})\s*(?:,|$)/.exec(
    structure,
  )?.[1];
  return named?.match(/\d+/g) ?? undefined;
}

/** Pictures or sound. */
export type Medium = 'video' | 'audio';

/** Media types below `video` that are pictures alone; others there may be containers with sound in them. */
const PICTURES: ReadonlySet<string> = new Set(
  ['raw', 'theora', 'vp8', 'vp9', 'av1', 'h263', 'h264', 'h265', 'h266', 'dirac', 'ffv', 'prores'].map(
    (name) => `video/x-${name}`,
  ),
);

/** The medium that all of these caps are called by; undefined when they are of both, or of another kind. */
export function mediumOf(caps: string): Medium | undefined {
  const media = new Set(mediaTypes(caps).map((type) => type.split('/', 1)[0]?.replace('image', 'video')));
  const [medium, other] = media;
  return other === undefined && (medium === 'video' || medium === 'audio') ? medium : undefined;
}

/** Whether none of these caps can have a medium in it: there are no pictures in sound, no sound in encoded pictures. */
export function surelyLack(caps: string, medium: Medium): boolean {
  const types = mediaTypes(caps);
  return types.length > 0 && types.every((type) => lacks(type, medium));
}

function lacks(type: string, medium: Medium): boolean {
  if (type.startsWith('text/')) return true;
  if (medium === 'video') return type.startsWith('audio/');
  return type.startsWith('image/') || PICTURES.has(type);
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let inQuotes = false;
  let before = '';
  for (const char of text) {
    if (char === '"' && before !== '\\') inQuotes = !inQuotes;
    else if (!inQuotes && '([{<'.includes(char)) depth += 1;
    else if (!inQuotes && ')]}>'.includes(char)) depth -= 1;
    before = char;
    if (char === separator && depth <= 0 && !inQuotes) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}
