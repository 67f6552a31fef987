const PIECE = /<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!--[^]*?-->/g;

/** Lines, from 1, on which comments begin in a text that is known to be well-formed XML. */
export function commentLines(text: string): readonly number[] {
  return [...text.matchAll(PIECE)]
    .filter(([piece]) => piece.startsWith('<!--'))
    .map(({ index }) => text.slice(0, index).split('\n').length);
}
