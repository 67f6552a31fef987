/** Where an element stands in the text of a file. */
export interface XmlSpan {
  readonly name: string;
  /** Tells it from its siblings: its name, its attribute `name`, and how many alike are before it. */
  readonly key: string;
  readonly start: number;
  /** Where its first tag ends. */
  readonly open: number;
  /** Where its last tag begins; the end of an empty element. */
  readonly close: number;
  readonly end: number;
  readonly children: readonly XmlSpan[];
}

interface Growing extends Omit<XmlSpan, 'close' | 'end' | 'children'> {
  close: number;
  end: number;
  readonly children: Growing[];
  readonly counts: Map<string, number>;
}

const PIECE =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(\/?)([^\s/>!?]+)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;

/** Finds the elements of a text that is known to be well-formed XML. @returns the root; undefined when there is none. */
export function xmlSpans(text: string): XmlSpan | undefined {
  const top: Growing = grow('', '', 0, 0);
  const open = [top];
  for (const piece of text.matchAll(PIECE)) {
    const [whole, slash, name, attributes = ''] = piece;
    if (name === undefined) continue;
    const [start, end] = [piece.index, piece.index + whole.length];
    if (slash === '/') {
      const done = open.pop();
      if (done) Object.assign(done, { close: start, end });
      continue;
    }
    const parent = open.at(-1);
    if (!parent) return undefined;
    const element = grow(name, keyOf(parent, name, attributes), start, end);
    parent.children.push(element);
    if (!attributes.endsWith('/')) open.push(element);
  }
  return open.length === 1 ? top.children[0] : undefined;
}

function grow(name: string, key: string, start: number, end: number): Growing {
  return { name, key, start, open: end, close: end, end, children: [], counts: new Map() };
}

function keyOf({ counts }: Growing, name: string, attributes: string): string {
  const [, double, single] = /(?:^|\s)name\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes) ?? [];
  const kind = JSON.stringify([name, double ?? single ?? '']);
  const count = counts.get(kind) ?? 0;
  counts.set(kind, count + 1);
  return `${kind} ${count}`;
}
