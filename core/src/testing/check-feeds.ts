import { errorText } from '../errors';
import { readChain } from '../gst/chain';
import { capsCanMeet } from '../model/media-type';
import type { AnyComponentSpec, EaterSpec, FeederSpec } from '../plugin';
import { NAME } from './check-text';

const CAPS = /^(ANY|[a-z]+\/[a-z0-9][\w.+-]*(\([\w:, ]+\))?([,;].*)?)$/;

/** Complaints about declared eaters and feeders. */
export function* checkFeeds(spec: AnyComponentSpec): Generator<string> {
  const { eaters = {}, feeders = {} } = spec;
  for (const [side, feeds] of [['eater', eaters] as const, ['feeder', feeders] as const]) {
    for (const [name, feed] of Object.entries<EaterSpec | FeederSpec>(feeds)) {
      if (!NAME.test(name)) yield `${side} "${name}": expected lower-case words joined by dashes`;
      if (!CAPS.test(feed.caps)) {
        yield `caps "${feed.caps}" of ${side} "${name}": expected a media type such as video/x-raw, or ANY`;
      }
      yield* checkCapsBy(`${side} "${name}"`, feed, spec);
    }
  }
  for (const [name, eater] of Object.entries(eaters)) {
    if (eater.multiple === true && eater.into === undefined) {
      yield `eater "${name}" takes several feeds; "into" must name the element that gets them`;
    }
    if (eater.multiple !== true && eater.into !== undefined) {
      yield `eater "${name}" has "into", which is for eaters that take several feeds`;
    }
    yield* checkThrough(name, eater);
    yield* checkLimits(name, eater, spec);
  }
  for (const [name, { outOf }] of Object.entries(feeders)) {
    if (outOf !== undefined && !Object.hasOwn(eaters, outOf))
      yield `feeder "${name}" is decoded out of "${outOf}", which is no eater`;
  }
}

function* checkCapsBy(
  where: string,
  { caps, capsBy }: Pick<EaterSpec, 'caps' | 'capsBy'>,
  { properties = {} }: AnyComponentSpec,
): Generator<string> {
  if (!capsBy) return;
  const property = Object.hasOwn(properties, capsBy.property) ? properties[capsBy.property] : undefined;
  if (property?.type !== 'enum') {
    yield `${where} has caps by "${capsBy.property}", which is no property of the type enum`;
    return;
  }
  for (const [value, own] of Object.entries(capsBy.caps)) {
    if (!property.values.includes(value))
      yield `${where} has caps for "${value}", which is no value of "${capsBy.property}"`;
    if (!CAPS.test(own) || !capsCanMeet(own, caps))
      yield `${where} has the caps "${own}" for "${value}", which are none of its caps`;
  }
}

function* checkLimits(
  name: string,
  { multiple, most, alike }: EaterSpec,
  { eaters = {} }: AnyComponentSpec,
): Generator<string> {
  if (most && multiple !== true)
    yield `eater "${name}" has "most", which is for eaters that take several feeds`;
  for (const [medium, limit] of Object.entries(most ?? {})) {
    if (!Number.isInteger(limit) || limit < 1)
      yield `eater "${name}" takes at most ${String(limit)} feeds with ${medium}: expected a whole number from 1`;
  }
  if (alike !== undefined && (alike === name || !Object.hasOwn(eaters, alike)))
    yield `eater "${name}" must be fed as "${alike}", which is no other eater`;
}

function* checkThrough(name: string, { into, through }: EaterSpec): Generator<string> {
  if (through === undefined) return;
  if (into === undefined) yield `eater "${name}" has "through", which goes with "into"`;
  try {
    readChain(through);
  } catch (error) {
    yield `eater "${name}": ${errorText(error)}`;
  }
}
