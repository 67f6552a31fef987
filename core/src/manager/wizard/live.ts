import type { AnyComponentSpec, PropertyValue } from '../../plugin';
import { ANY } from '../../model/media-type';
import type { AnswersOf, StepAnswer } from './answers';
import { offered, producers, type Offered } from './choices';
import type { Draft } from './draft';
import { chosen, encode, feedName, feedOf, type Feed, type PlannedStream, type Sources } from './encode';
import { eaterFor, raw, rawFeeder, type Medium } from './media';

const MEDIA: readonly Medium[] = ['video', 'audio'];

/** Captures, draws over, encodes, muxes and sends out. */
export function planLive(draft: Draft, answers: AnswersOf<'live'>): readonly PlannedStream[] {
  const found = capture(draft, answers);
  const video = found.video && overlay(draft, found.video, answers.overlay);
  const sources = { ...found, ...(video && { video }) };
  if (MEDIA.some((medium) => answers[medium] !== null && !found[medium])) return [];
  return encode(draft, sources, answers);
}

/** The producers; one for both media where the same was chosen for both. */
function capture(draft: Draft, answers: AnswersOf<'live'>): Sources {
  const feeds: Partial<Record<Medium, Feed>> = {};
  const made: { spec: Offered; answer: StepAnswer; component: string; worker: string; medium: Medium }[] = [];
  const wanted = MEDIA.flatMap((medium) => {
    const answer = answers[medium];
    if (answer === null) return [];
    const spec = chosen(draft, medium, answer?.type, producers(draft.world.types, medium), medium);
    return spec ? [{ medium, spec, answer: answer ?? {} }] : [];
  });
  const [first, second] = wanted;
  const isOne = first && second && sameSource(draft, first, second);
  for (const { medium, spec, answer } of wanted) {
    const worker = answer.worker ?? draft.worker;
    const shared = isOne ? made[0] : undefined;
    const name = `producer-${isOne ? 'audio-video' : medium}`;
    const all = isOne
      ? {
          ...second.answer,
          ...first.answer,
          properties: { ...second.answer.properties, ...first.answer.properties },
        }
      : answer;
    const component = shared?.component ?? draft.add({ step: medium, name, spec, answer: all, worker }).name;
    made.push({ spec, answer, component, worker, medium });
    const feed = rawFeed(draft, { spec, component, worker, medium });
    if (feed) feeds[medium] = feed;
  }
  return feeds;
}

interface Captured {
  readonly spec: Offered;
  readonly answer: StepAnswer;
}

/** Whether one component can be both: the same type and worker, and no property that was answered in two ways. */
function sameSource({ world, worker }: Draft, one: Captured, other: Captured): boolean {
  if (one.spec.type !== other.spec.type || !MEDIA.every((medium) => rawFeeder(one.spec, medium)?.alone))
    return false;
  if ((one.answer.worker ?? worker) !== (other.answer.worker ?? worker)) return false;
  const mine: Readonly<Record<string, unknown>> = one.answer.properties ?? {};
  return (
    world.types.find(one.spec.type) !== undefined &&
    Object.entries(other.answer.properties ?? {}).every(
      ([name, value]) => mine[name] === undefined || JSON.stringify(mine[name]) === JSON.stringify(value),
    )
  );
}

/** The feed with a medium; what comes encoded goes through a decoder. */
function rawFeed(
  draft: Draft,
  { spec, component, worker, medium }: { spec: Offered; component: string; worker: string; medium: Medium },
): Feed | undefined {
  const feeder = rawFeeder(spec, medium);
  if (feeder) return { feed: feedName(component, feeder.name), caps: raw(medium), worker };
  const coded = feedOf(component, spec, worker);
  const decoder = decoderFor(draft, medium);
  const out = decoder && rawFeeder(decoder, medium);
  const eater = decoder && eaterFor(decoder, coded?.caps ?? ANY);
  if (!coded || !out || !eater) {
    draft.complain(medium, `${spec.wizard.label} gives no raw ${medium}, and no decoder is installed`);
    return undefined;
  }
  const eaters = { [eater.name]: [{ feed: coded.feed, alias: eater.name }] };
  const { name } = draft.add({
    step: medium,
    name: `decoder-${medium}`,
    spec: decoder,
    answer: {},
    worker,
    eaters,
  });
  return { feed: feedName(name, out.name), caps: raw(medium), worker };
}

function decoderFor({ world }: Draft, medium: Medium): AnyComponentSpec | undefined {
  return world.types
    .types()
    .map((type) => world.types.find(type))
    .find((spec) => spec?.kind === 'decoder' && rawFeeder(spec, medium)?.alone === true);
}

/** Text and logos over the picture, unless they were declined or nothing here can draw them. */
function overlay(draft: Draft, video: Feed, answer: StepAnswer | null | undefined): Feed {
  const all = offered(draft.world.types, 'overlay');
  if (answer === null || (answer === undefined && all.length === 0)) return video;
  const spec = chosen(draft, 'overlay', answer?.type, all, 'overlay');
  const eater = spec && eaterFor(spec, raw('video'));
  if (!spec || !eater || drawsNothing(spec, answer)) return video;
  const worker = answer?.worker ?? video.worker;
  const eaters = { [eater.name]: [{ feed: video.feed, alias: eater.name }] };
  const { name } = draft.add({
    step: 'overlay',
    name: 'overlay-video',
    spec,
    answer: answer ?? {},
    worker,
    eaters,
  });
  return feedOf(name, spec, worker) ?? video;
}

/** Whether all that is asked for was switched off: then the component would only cost. */
function drawsNothing({ wizard }: Offered, answer: StepAnswer | null | undefined): boolean {
  const values: Readonly<Record<string, PropertyValue | undefined>> = {
    ...wizard.defaults,
    ...(answer?.properties as Readonly<Record<string, PropertyValue>> | undefined),
  };
  const asked = (wizard.pages ?? []).flat();
  const isOff = (value: PropertyValue | null | undefined): boolean =>
    value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
  const switches = asked.filter((name) => typeof values[name] !== 'string');
  return asked.length > 0 && switches.every((name) => isOff(values[name]));
}
