import type { CapsByValue, PropertyValues } from '../plugin';
import { capsCanMeet } from './media-type';

/** What an eater or a feeder declares of its caps. */
interface Declared {
  readonly caps: string;
  readonly capsBy?: CapsByValue;
}

/** The caps of an eater or a feeder with some values of the properties. */
export function capsWith({ caps, capsBy }: Declared, values: PropertyValues): string {
  return narrowing(capsBy, values) ?? caps;
}

/** What makes the caps fewer, as `encoding h264`; undefined when nothing does. */
export function narrowedBy({ capsBy }: Declared, values: PropertyValues): string | undefined {
  const value = capsBy && values[capsBy.property];
  if (typeof value !== 'string' || narrowing(capsBy, values) === undefined) return undefined;
  return `${capsBy?.property ?? ''} ${value}`;
}

/** Values of the property with which the caps would meet others. */
export function valuesFor({ capsBy }: Declared, caps: string): readonly string[] {
  return Object.entries(capsBy?.caps ?? {}).flatMap(([value, own]) =>
    capsCanMeet(caps, own) ? [value] : [],
  );
}

function narrowing(capsBy: CapsByValue | undefined, values: PropertyValues): string | undefined {
  const value = capsBy && values[capsBy.property];
  return typeof value === 'string' && capsBy && Object.hasOwn(capsBy.caps, value)
    ? capsBy.caps[value]
    : undefined;
}
