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

/** Whether what one end gives can be taken by the other: they share a media type, or one of them is open to all. */
export function capsCanMeet(given: string, taken: string): boolean {
  const left = mediaTypes(given);
  const right = mediaTypes(taken);
  if (left.includes(ANY) || right.includes(ANY)) return true;
  return left.some((type) => right.includes(type));
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
