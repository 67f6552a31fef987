import { distance } from 'fastest-levenshtein';

/** What a word too many or too few counts: more than two letters in each other's place. */
const A_WORD = 2.5;

/**
 * The candidate a misspelt name most likely means: at most a third of its characters (and at least two) differ.
 * Letter case and the choice between `-` and `_` count for nothing.
 * @returns undefined when nothing is near enough.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name.slice(0, 100));
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const there = plain(candidate);
    const far = distance(wanted, there);
    const away = within(wanted, there) ? Math.min(A_WORD, far) : far;
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** `; did you mean X?` for the nearest candidate, or empty text when there is none. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
}

/** Help after an unknown name: the nearest one, or all there are. */
export function guidance(name: string, known: readonly string[]): string {
  if (known.length === 0) return '; it has none';
  return didYouMean(name, known) || `; it has ${known.join(', ')}`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Whether one is the other with a word less, as `theora` and `theora-encoder`. */
function within(a: string, b: string): boolean {
  return a.length >= 3 && b.length >= 3 && (b.startsWith(`${a}-`) || a.startsWith(`${b}-`));
}
