import type { ComponentConfig } from '../../model/planet';
import { canonicalFeed, offers } from '../../model/graph';
import { mediaTypes } from '../../model/media-type';
import { quoted } from '../../model/problem';
import { guidance } from '../../model/nearest';
import type { AnyComponentSpec } from '../../plugin';
import { feederCaps } from '../feed-caps';
import type { PlanetComponent } from '../planet';
import type { AnswersOf } from './answers';
import { consumersOf, formats, type WizardTypes } from './choices';
import type { Draft, World } from './draft';
import { encode, feedName, sendOut, type Feed, type PlannedStream } from './encode';
import { kindOf, raw, type Medium, type StreamKind } from './media';

/** A feed of raw pictures or sound, from which a format can be made. */
export interface ExistingFeed {
  readonly feed: string;
  readonly worker: string;
}

/** A stream in a format, which more can send out. */
export interface ExistingFormat {
  readonly feed: string;
  readonly label: string;
  readonly kind: StreamKind;
  readonly worker: string;
  readonly consumers: readonly string[];
}

/** What a flow has to which something can be added. */
export interface ExistingFlow {
  readonly name: string;
  /** The feed that an encoder eats comes first: all that is drawn over the picture is in it. */
  readonly video: readonly ExistingFeed[];
  readonly audio: readonly ExistingFeed[];
  readonly formats: readonly ExistingFormat[];
}

/** What a flow has to which something can be added. */
export function existingFlow(world: World, name: string): ExistingFlow {
  const components = world.flows.find((flow) => flow.name === name)?.components ?? [];
  const rawFeeds = (medium: Medium): readonly ExistingFeed[] =>
    feeds(world.types, components)
      .filter(({ caps }) => mediaTypes(caps).every((type) => type === raw(medium)))
      .map(({ feed, worker }) => ({ feed, worker, encoded: isEncoded(world.types, components, feed) }))
      .sort((one, other) => Number(other.encoded) - Number(one.encoded))
      .map(({ feed, worker }) => ({ feed, worker }));
  return {
    name,
    video: rawFeeds('video'),
    audio: rawFeeds('audio'),
    formats: formatsIn(world.types, components),
  };
}

function specs(
  types: WizardTypes,
  components: readonly ComponentConfig[],
): readonly (readonly [ComponentConfig, AnyComponentSpec])[] {
  return components.flatMap((config) => {
    const spec = types.find(config.type);
    return spec ? [[config, spec] as const] : [];
  });
}

function feeds(types: WizardTypes, components: readonly ComponentConfig[]): readonly Feed[] {
  const known = specs(types, components);
  // Of what hands on what it is fed, such as a switch, the feeds tell what that is.
  const byName = new Map(known.map(([config, spec]) => [config.name, { spec, config } as PlanetComponent]));
  const offered = offers(components, (type) => Object.keys(types.find(type)?.feeders ?? {}));
  return known.flatMap(([{ name, worker = '' }, spec]) =>
    Object.keys(spec.feeders ?? {}).map((feeder) => {
      const { caps } = feederCaps({ component: name, feeder, virtual: false }, { offered, byName });
      return { feed: feedName(name, feeder), caps, worker };
    }),
  );
}

function isEncoded(types: WizardTypes, components: readonly ComponentConfig[], feed: string): boolean {
  return specs(types, components).some(
    ([config, { kind }]) => kind === 'encoder' && eaten(config).includes(canonicalFeed(feed)),
  );
}

function eaten({ eaters }: ComponentConfig): readonly string[] {
  return Object.values(eaters).flatMap((links) => links.map(({ feed }) => canonicalFeed(feed)));
}

function formatsIn(types: WizardTypes, components: readonly ComponentConfig[]): readonly ExistingFormat[] {
  const known = formats(types);
  const all = feeds(types, components);
  return specs(types, components).flatMap(([config, spec]) => {
    const form = known.find(({ type }) => type === spec.type);
    const out = all.find(({ feed }) => canonicalFeed(feed).startsWith(`${config.name}:`));
    if (!form || !out) return [];
    const media = eaten(config).map((feed) => mediumOf(all, types, components, feed));
    const kind = kindOf(media.includes('video'), media.includes('audio')) ?? form.kinds[0] ?? 'audio-video';
    const consumers = consumersOf(types, out.caps).map(({ type }) => type);
    return [{ feed: out.feed, label: form.label, kind, worker: out.worker, consumers }];
  });
}

/** Whether a feed has pictures or sound, by its caps or by what its component eats. */
function mediumOf(
  all: readonly Feed[],
  types: WizardTypes,
  components: readonly ComponentConfig[],
  feed: string,
): Medium | undefined {
  const caps = all.find((one) => canonicalFeed(one.feed) === feed)?.caps ?? '';
  if (/^(?:video|image)\//.test(caps)) return 'video';
  return caps.startsWith('audio/') ? 'audio' : undefined;
}

/** Encodes feeds of a flow in another format and sends it out. */
export function planFormat(draft: Draft, answers: AnswersOf<'add-format'>): readonly PlannedStream[] {
  const flow = existingFlow(draft.world, answers.flow);
  const sources = Object.fromEntries(
    (['video', 'audio'] as const).flatMap((medium) => {
      const answer = answers[medium];
      if (answer === null) return [];
      const asked = answer?.feed;
      const found =
        asked === undefined
          ? flow[medium][0]
          : flow[medium].find(({ feed }) => canonicalFeed(feed) === canonicalFeed(asked));
      if (found) return [[medium, { ...found, caps: raw(medium) }]];
      if (asked === undefined) return [];
      const names = flow[medium].map(({ feed }) => feed);
      return draft.complain(
        medium,
        `flow ${answers.flow} has no feed ${quoted(asked)} with raw ${medium}${guidance(asked, names)}`,
      );
    }),
  );
  const format =
    answers.worker === undefined ? answers.format : { worker: answers.worker, ...answers.format };
  return encode(draft, sources, { ...answers, format });
}

/** Sends a stream that a flow has out in more ways. */
export function planStreamer(draft: Draft, answers: AnswersOf<'add-streamer'>): readonly PlannedStream[] {
  const { formats: all } = existingFlow(draft.world, answers.flow);
  const { feed } = answers;
  const found =
    feed === undefined ? all[0] : all.find((one) => canonicalFeed(one.feed) === canonicalFeed(feed));
  if (!found) {
    const text =
      feed === undefined
        ? `flow ${answers.flow} has no stream in a format; add one first`
        : `flow ${answers.flow} has no stream ${quoted(feed)}${guidance(
            feed,
            all.map((one) => one.feed),
          )}`;
    return draft.complain('format', text);
  }
  const components = draft.world.flows.find(({ name }) => name === answers.flow)?.components ?? [];
  const from = feeds(draft.world.types, components).find((one) => one.feed === found.feed);
  const worker = answers.worker ?? found.worker;
  return sendOut(draft, answers.streams ?? [{}], found, found.kind, () => from && { ...from, worker });
}
