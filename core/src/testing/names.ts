const NAMED = /\bname=([\w-]+)/g;

/** Names of elements in launch text, in its order. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(NAMED)].map((match) => match[1] as string);
}
