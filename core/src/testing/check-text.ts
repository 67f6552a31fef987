/** Form of the names of types, properties, eaters, feeders and stats. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Complaints about a description: it must be there, one line, and end as a sentence does. */
export function* checkDescription(of: string, text: unknown): Generator<string> {
  if (typeof text !== 'string' || text.trim() === '') yield `${of} has no description`;
  else if (text.includes('\n')) yield `the description of ${of} has more than one line`;
  else if (!/[.?!)]$/.test(text)) yield `the description of ${of} does not end with a full stop`;
}
