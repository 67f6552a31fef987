import { ANY, mediaTypes, type Medium } from '../../model/media-type';
import type { AnyComponentSpec, EaterSpec, FeederSpec } from '../../plugin';

export type { Medium };

/** What a muxed stream carries. */
export type StreamKind = 'audio-video' | Medium;

/** The media of a kind, pictures first. */
export function mediaOf(kind: StreamKind): readonly Medium[] {
  return kind === 'audio-video' ? ['video', 'audio'] : [kind];
}

/** The kind that has exactly these media; undefined for none. */
export function kindOf(video: boolean, audio: boolean): StreamKind | undefined {
  if (video && audio) return 'audio-video';
  return video ? 'video' : audio ? 'audio' : undefined;
}

/** Media type of raw pictures or sound. */
export function raw(medium: Medium): string {
  return `${medium}/x-raw`;
}

/** A structure of caps: its media type, and the values that its fields may have. */
interface Structure {
  readonly type: string;
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/**
 * Whether an encoded stream of these caps can be taken: the media types meet, and no field that both name excludes the
 * other, as the version of MPEG audio does.
 */
export function fits(given: string, taken: string): boolean {
  if (mediaTypes(given).includes(ANY) || mediaTypes(taken).includes(ANY)) return true;
  return structures(given).some((one) => structures(taken).some((other) => meet(one, other)));
}

function meet(one: Structure, other: Structure): boolean {
  if (one.type !== other.type) return false;
  return [...one.fields].every(([name, values]) => {
    const allowed = other.fields.get(name);
    return !allowed || values.some((value) => allowed.includes(value));
  });
}

function structures(caps: string): readonly Structure[] {
  return caps.split(';').map((text) => {
    const fields = [...text.matchAll(/,\s*([\w-]+)\s*=\s*(?:\(\s*\w+\s*\))?\s*(\{[^}]*\}|[^,\s]+)/g)];
    return {
      type: mediaTypes(text)[0] ?? '',
      fields: new Map(fields.map(([, name = '', value = '']) => [name, words(value)])),
    };
  });
}

function words(value: string): readonly string[] {
  return value
    .replace(/[{}]/g, '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The eater that takes such caps, by name; a component's only one before others. */
export function eaterFor(
  spec: AnyComponentSpec,
  caps: string,
): { readonly name: string; readonly eater: EaterSpec } | undefined {
  const found = Object.entries(spec.eaters ?? {}).find(([, eater]) => fits(caps, eater.caps));
  return found && { name: found[0], eater: found[1] };
}

/** A feeder by which a component gives a medium, and whether it gives nothing else. */
export interface MediumFeeder {
  readonly name: string;
  readonly feeder: FeederSpec;
  readonly alone: boolean;
}

/** The feeder of raw pictures or sound; one that gives nothing else before one that may. */
export function rawFeeder(spec: AnyComponentSpec, medium: Medium): MediumFeeder | undefined {
  const all = Object.entries(spec.feeders ?? {}).map(([name, feeder]) => {
    const types = mediaTypes(feeder.caps);
    return { name, feeder, types, alone: types.every((type) => type === raw(medium)) };
  });
  const found = all.find(({ alone }) => alone) ?? all.find(({ types }) => types.includes(raw(medium)));
  return found && { name: found.name, feeder: found.feeder, alone: found.alone };
}

/** The only feeder of a component that has one. */
export function onlyFeeder(
  spec: AnyComponentSpec,
): { readonly name: string; readonly caps: string } | undefined {
  const [first, second] = Object.entries(spec.feeders ?? {});
  return first && !second ? { name: first[0], caps: first[1].caps } : undefined;
}
