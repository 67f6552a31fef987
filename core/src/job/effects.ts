import { errorText } from '../errors';
import { pipelineText, type AnyPlugSpec, type HasElement, type PropertyValues } from '../plugin';

const NAMED = /\bname=([\w-]+)/g;

/**
 * Text of an effect with the names of its elements made its own.
 * @param prefix comes before each name.
 * @throws Error when the declaration has no text for these values.
 */
export function effectText(
  spec: AnyPlugSpec,
  values: PropertyValues,
  prefix: string,
  has: HasElement,
): string {
  let text: string | undefined;
  try {
    text = pipelineText(spec, values, has);
  } catch (error) {
    throw new Error(`the pipeline of the plug ${spec.type} cannot be chosen: ${errorText(error)}`, {
      cause: error,
    });
  }
  if (text === undefined || text.trim() === '') throw new Error(`the plug ${spec.type} has no pipeline text`);
  const names = new Set([...text.matchAll(NAMED)].map((match) => match[1]));
  return text
    .trim()
    .replace(NAMED, (_, name: string) => `name=${prefix}${name}`)
    .replace(/(^|\s)([\w-]+)\./g, (whole, before: string, name: string) =>
      names.has(name) ? `${before}${prefix}${name}.` : whole,
    );
}

/**
 * Puts the text of effects in front of feeders.
 * @param template launch text of a component; its only feeder may be left out.
 * @param effects texts by feeder, in the order in which media goes through them.
 */
export function withEffects(template: string, effects: ReadonlyMap<string, readonly string[]>): string {
  let text = template;
  for (const [feeder, texts] of effects) {
    const chain = texts.join(' ! ');
    const placeholder = `@feeder:${feeder}@`;
    text = text.includes(placeholder)
      ? text.replace(placeholder, () => `${chain} ! ${placeholder}`)
      : `${text.trim()} ! ${chain}`;
  }
  return text;
}
