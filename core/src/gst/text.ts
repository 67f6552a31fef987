import { gobjectNamespace, type GstCaps, type GstStructure } from './node-gtk';

const textMakers = new Map<string, (value: unknown) => string>();

/**
 * The text of a structure or of caps. Their own `toString` gives a text to keep, which node-gtk never frees: a level
 * meter would lose 280 MB a day. A value that is transformed owns its text, so nothing is left over. The values are kept
 * for ever: were one collected, node-gtk would free it in the wrong way and end the process.
 */
export function textOf(kind: 'GstStructure' | 'GstCaps', value: GstStructure | GstCaps): string {
  let maker = textMakers.get(kind);
  if (!maker) {
    const GObject = gobjectNamespace();
    const [from, to] = [new GObject.Value(), new GObject.Value()];
    from.init(GObject.typeFromName(kind));
    to.init(GObject.typeFromName('gchararray'));
    maker = (boxed) => {
      from.setBoxed(boxed);
      from.transform(to);
      const text = to.getString();
      from.reset();
      to.reset();
      return text;
    };
    textMakers.set(kind, maker);
  }
  return maker(value);
}
