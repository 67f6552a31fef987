import type { FeedLink } from '../../model/planet';
import { quoted } from '../../model/problem';
import { guidance } from '../../model/nearest';
import type { AnyComponentSpec, WizardSpec } from '../../plugin';
import type { StepAnswer, StreamAnswer } from './answers';
import { consumersOf, format, formats, offered, type Format, type Offered } from './choices';
import type { Draft } from './draft';
import { eaterFor, kindOf, mediaOf, onlyFeeder, raw, type Medium, type StreamKind } from './media';
import { placeServers, type Server } from './serving';

/** A feed that is there, or will be. */
export interface Feed {
  /** `component:feeder`; the feeder `default` is left out. */
  readonly feed: string;
  readonly caps: string;
  readonly worker: string;
}

/** Raw pictures and sound. */
export type Sources = Readonly<Partial<Record<Medium, Feed>>>;

/** What was chosen of format, encoders and ways out. */
export interface EncodingAnswers {
  readonly format?: StepAnswer | undefined;
  readonly videoEncoder?: StepAnswer | undefined;
  readonly audioEncoder?: StepAnswer | undefined;
  readonly streams?: readonly StreamAnswer[] | undefined;
}

/** A stream that leaves the flow. */
export interface PlannedStream {
  /** Name of the component. */
  readonly component: string;
  readonly kind: StreamKind;
}

/** A feed as files name it. */
export function feedName(component: string, feeder: string): string {
  return feeder === 'default' ? component : `${component}:${feeder}`;
}

/** The component that was chosen in a step, or the best one; undefined, with a problem, where there is none of the name. */
export function chosen(
  draft: Draft,
  step: string,
  type: string | undefined,
  among: readonly Offered[],
  what: string,
): Offered | undefined {
  const found = type === undefined ? among[0] : among.find((spec) => spec.type === type);
  if (found) return found;
  const names = among.map((spec) => spec.type);
  const asked =
    type === undefined ? 'nothing that is installed can do this' : `${quoted(type)} is none of them`;
  draft.complain(
    step,
    `${what}: ${asked}${type === undefined ? '; install a package' : guidance(type, names)}`,
  );
  return undefined;
}

/** Encodes the sources, muxes them for each kind of stream that is wanted, and sends the streams out. */
export function encode(draft: Draft, sources: Sources, answers: EncodingAnswers): readonly PlannedStream[] {
  const { types } = draft.world;
  const there = kindOf(sources.video !== undefined, sources.audio !== undefined);
  if (!there) return draft.complain('video', 'there is neither picture nor sound; choose at least one');
  const all = formats(types);
  const fitting = all.filter(({ kinds }) => kinds.includes(there));
  const made = [
    ...offered(types, 'muxer'),
    ...offered(types, 'video-encoder'),
    ...offered(types, 'audio-encoder'),
  ];
  const candidates = (answers.format?.type === undefined ? fitting : all).flatMap(({ type }) =>
    made.filter((spec) => spec.type === type),
  );
  const spec = chosen(draft, 'format', answers.format?.type, candidates, 'format');
  if (!spec) return [];
  const form = format(types, spec);
  const worker = answers.format?.worker ?? sources.video?.worker ?? sources.audio?.worker ?? draft.worker;
  const encoder = new Encoder(draft, sources, answers, form, spec, worker);
  const best = form.kinds.find((kind) => mediaOf(kind).every((medium) => sources[medium]));
  if (!best) {
    const text = `${form.label} carries ${form.kinds.join(' or ')}, and there is only ${there}; choose another format`;
    return draft.complain('format', text);
  }
  return sendOut(draft, answers.streams ?? [{}], form, best, (kind, step) => encoder.muxed(kind, step));
}

/** Makes encoders and muxers when they are first asked for. */
class Encoder {
  private readonly encoded = new Map<Medium, Feed | undefined>();
  private readonly streams = new Map<StreamKind, Feed | undefined>();

  constructor(
    private readonly draft: Draft,
    private readonly sources: Sources,
    private readonly answers: EncodingAnswers,
    private readonly form: Format,
    private readonly spec: Offered,
    private readonly worker: string,
  ) {}

  /** The stream of a kind in the chosen format. */
  muxed(kind: StreamKind, step: string): Feed | undefined {
    if (!this.streams.has(kind)) this.streams.set(kind, this.mux(kind, step));
    return this.streams.get(kind);
  }

  private mux(kind: StreamKind, step: string): Feed | undefined {
    const { draft, form, spec, worker } = this;
    if (!form.kinds.includes(kind)) {
      draft.complain(step, `${form.label} cannot carry ${kind}; it carries ${form.kinds.join(' or ')}`);
      return undefined;
    }
    const media = mediaOf(kind);
    const absent = media.find((medium) => !this.sources[medium]);
    if (absent) {
      draft.complain(step, `${kind} is wanted, but there is no ${absent}`);
      return undefined;
    }
    const isEncoder = spec.wizard.step !== 'muxer';
    const eaters: Record<string, FeedLink[]> = {};
    for (const medium of media) {
      const from = isEncoder ? this.sources[medium] : this.encode(medium);
      const eater = from && eaterFor(spec, from.caps);
      if (!from || !eater) return undefined;
      const alias = eater.eater.multiple === true ? medium : eater.name;
      (eaters[eater.name] ??= []).push({ feed: from.feed, alias });
    }
    const name = isEncoder ? `encoder-${kind}` : `muxer-${kind}`;
    const answer = this.answers.format ?? {};
    const { name: component } = draft.add({ step: 'format', name, spec, answer, worker, eaters });
    return feedOf(component, spec, worker);
  }

  private encode(medium: Medium): Feed | undefined {
    if (!this.encoded.has(medium)) this.encoded.set(medium, this.encodeOnce(medium));
    return this.encoded.get(medium);
  }

  private encodeOnce(medium: Medium): Feed | undefined {
    const { draft, form, spec } = this;
    const source = this.sources[medium];
    const step = `${medium}Encoder`;
    const answer = (medium === 'video' ? this.answers.videoEncoder : this.answers.audioEncoder) ?? {};
    const kind: WizardSpec['step'] = `${medium}-encoder`;
    const fitting = offered(draft.world.types, kind).filter(({ type }) =>
      form.encoders[medium].includes(type),
    );
    // What the muxer takes as it is needs no encoder.
    if (fitting.length === 0 && eaterFor(spec, raw(medium))) return source;
    const encoder = chosen(draft, step, answer.type, fitting, `${medium} encoder for ${form.label}`);
    const eater = encoder && eaterFor(encoder, raw(medium));
    if (!source || !eater) return undefined;
    const worker = answer.worker ?? this.worker;
    const eaters = { [eater.name]: [{ feed: source.feed, alias: eater.name }] };
    const { name } = draft.add({ step, name: `encoder-${medium}`, spec: encoder, answer, worker, eaters });
    return feedOf(name, encoder, worker);
  }
}

/** Adds a consumer for each way out. */
export function sendOut(
  draft: Draft,
  streams: readonly StreamAnswer[],
  form: { readonly label: string },
  usual: StreamKind,
  feedFor: (kind: StreamKind, step: string) => Feed | undefined,
): readonly PlannedStream[] {
  const servers: Server[] = [];
  const planned = streams.flatMap((answer, at) => {
    const step = `streams.${at}`;
    const kind = answer.kind ?? usual;
    const from = feedFor(kind, step);
    if (!from) return [];
    const among = consumersOf(draft.world.types, from.caps);
    const spec = chosen(draft, step, answer.type, among, `way out for ${form.label}`);
    const [eater] = Object.keys(spec?.eaters ?? {});
    if (!spec || eater === undefined) return [];
    const worker = answer.worker ?? from.worker;
    const eaters = { [eater]: [{ feed: from.feed, alias: eater }] };
    const name = `${prefix(spec.type)}-${kind}`;
    const config = draft.add({ step, name, spec, answer, worker, eaters });
    const path = `/${form.label.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${kind}`;
    servers.push({ config, spec, step, path, chosen: new Set(Object.keys(answer.properties ?? {})) });
    return [{ component: config.name, kind }];
  });
  placeServers(draft, servers);
  return planned;
}

/** `http` for an http-streamer, `disk` for a disk-consumer. */
function prefix(type: string): string {
  return type.replace(/-?(?:streamer|consumer)$/, '') || type;
}

/** The feed of a component that has one feeder. */
export function feedOf(component: string, spec: AnyComponentSpec, worker: string): Feed | undefined {
  const feeder = onlyFeeder(spec);
  return feeder && { feed: feedName(component, feeder.name), caps: feeder.caps, worker };
}
