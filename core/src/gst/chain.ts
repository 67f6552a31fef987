import { FlumotionError } from '../errors';
import { installAdvice } from './elements';
import type { GstElement, GstNamespace } from './node-gtk';

/** One element of a chain. */
export interface ChainLink {
  readonly factory: string;
  /** Its `name` in the text. */
  readonly name: string | undefined;
  /** Other settings, as text. */
  readonly settings: readonly (readonly [property: string, value: string])[];
}

const FACTORY = /^[a-z][\w-]*$/i;
const SETTING = /^([a-z][\w-]*)=(\S+)$/i;

/**
 * Reads launch text of a plain chain: factories with settings, joined by exclamation marks.
 * @throws Error naming the part that is more than that, such as caps, branches, quotes and placeholders.
 */
export function readChain(text: string): readonly ChainLink[] {
  return text.split('!').map((part) => {
    const [factory = '', ...settings] = part.trim().split(/\s+/);
    if (!FACTORY.test(factory)) throw new Error(`"${part.trim()}" is no element of a plain chain`);
    const pairs = settings.map((setting) => {
      const [, property, value] = SETTING.exec(setting) ?? [];
      if (property === undefined || value === undefined || /["'@]/.test(value)) {
        throw new Error(`"${setting}" is no plain setting of ${factory}`);
      }
      return [property, value] as const;
    });
    return {
      factory,
      name: pairs.find(([property]) => property === 'name')?.[1],
      settings: pairs.filter(([property]) => property !== 'name'),
    };
  });
}

/**
 * Makes the elements of a chain; they are not linked yet.
 * @param naming - gives each its name, from that in the text and its place.
 * @throws FlumotionError `element-missing`.
 */
export function makeChain(
  gst: GstNamespace,
  links: readonly ChainLink[],
  naming: (link: ChainLink, index: number) => string,
): readonly GstElement[] {
  return links.map((link, index) => {
    const element = gst.ElementFactory.make(link.factory, naming(link, index));
    if (!element) {
      const advice = installAdvice(link.factory);
      throw FlumotionError.of('element-missing', { element: link.factory, advice });
    }
    for (const [property, value] of link.settings) gst.utilSetObjectArg(element, property, value);
    return element;
  });
}
