import type { PropertySpecs } from '../api/types';
import type { Answers } from './answers';
import type { Choice, Offer, ScenarioId } from './offer';

/** What is kept of a way through the wizard while its page is loaded anew. */
export interface Kept {
  readonly answers: Answers;
  /** Steps that somebody has been at. */
  readonly visited: readonly string[];
}

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'flumotion-wizard';
const KEY_MADE = 'flumotion-wizard-made';
/** Most characters that are kept: answers are short. */
const MOST = 64 * 1024;

/** Keeps the answers, without files and without the values of secret properties. */
export function keepAnswers(keeper: Keeper, offer: Offer, { answers, visited }: Kept): void {
  const { xml: _, ...rest } = answers;
  const told = JSON.stringify({ answers: withoutNames(rest, secretNames(offer)), visited });
  try {
    if (told.length <= MOST) keeper.setItem(KEY, told);
    else keeper.removeItem(KEY);
  } catch {
    // A browser that keeps nothing begins anew when it loads the page anew.
  }
}

/** The answers that were kept, where they fit what can be made now. */
export function keptAnswers(keeper: Keeper, offer: Offer): Kept | undefined {
  try {
    const kept = JSON.parse(keeper.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    const scenario: ScenarioId | undefined = kept?.answers?.scenario;
    if (!kept?.answers || !Array.isArray(kept.visited)) return undefined;
    if (!offer.scenarios.some(({ id }) => id === scenario)) return undefined;
    return { answers: kept.answers, visited: kept.visited.filter((one) => typeof one === 'string') };
  } catch {
    return undefined;
  }
}

/** Keeps which streams were made, for the last page; the answers have done their work. */
export function keepMade(keeper: Keeper, streams: readonly string[]): void {
  forgetAnswers(keeper);
  try {
    keeper.setItem(KEY_MADE, JSON.stringify(streams));
  } catch {
    // A browser that keeps nothing begins anew when it loads the page anew.
  }
}

/** The streams that were made last, by the full ids of their components; undefined where nothing was. */
export function keptMade(keeper: Keeper): readonly string[] | undefined {
  try {
    const kept: unknown = JSON.parse(keeper.getItem(KEY_MADE) ?? 'null');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets the answers. */
export function forgetAnswers(keeper: Keeper): void {
  try {
    keeper.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}

/** Names that a secret property has in anything that can be chosen. */
function secretNames(offer: Offer): ReadonlySet<string> {
  const choices: readonly Choice[] = [
    ...offer.producers.video,
    ...offer.producers.audio,
    ...[offer.overlays, offer.encoders, offer.muxers, offer.consumers, offer.servers].flat(),
  ];
  const fields = choices.flatMap(({ pages, plugs }) => [
    ...pages.flat(),
    ...plugs.flatMap((plug) => plug.fields),
  ]);
  return new Set(fields.flatMap(({ name, spec }) => secretsIn({ [name]: spec })));
}

function secretsIn(specs: PropertySpecs): readonly string[] {
  return Object.entries(specs).flatMap(([name, { secret, properties = {} }]) =>
    secret === true ? [name] : secretsIn(properties),
  );
}

function withoutNames(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutNames(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      names.has(name) ? [] : [[name, withoutNames(one, names)] as const],
    ),
  );
}
