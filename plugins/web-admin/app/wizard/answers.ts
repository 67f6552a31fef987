import type { PropertyValue, PropertyValues } from '../api/types';
import type { Choice, ExistingFlow, Field, Format, Medium, Offer, ScenarioId, StreamKind } from './offer';

/** What was chosen in a step; what is absent is what the wizard proposes. */
export interface StepAnswer {
  readonly type?: string;
  readonly worker?: string;
  /** Null takes a proposed value away. */
  readonly properties?: PropertyValues;
  readonly plugs?: readonly { readonly type: string; readonly properties?: PropertyValues }[];
}

/** What was chosen for one way out. */
export interface StreamAnswer extends StepAnswer {
  readonly kind?: StreamKind;
}

/** What was chosen so far: of all scenarios, so that somebody who goes another way and comes back finds it. */
export interface Answers {
  readonly scenario: ScenarioId;
  readonly flow?: string;
  readonly worker?: string;
  readonly video?: StepAnswer | null;
  readonly audio?: StepAnswer | null;
  readonly overlay?: StepAnswer | null;
  readonly format?: StepAnswer;
  readonly videoEncoder?: StepAnswer;
  readonly audioEncoder?: StepAnswer;
  readonly streams?: readonly StreamAnswer[];
  readonly server?: StepAnswer;
  readonly xml?: string;
  /** Of what is added to: the flow and the feeds in it. */
  readonly into?: string;
  readonly feeds?: Readonly<Partial<Record<Medium, string | null>>>;
  readonly feed?: string;
}

/** A step of the wizard. */
export interface Step {
  readonly id: string;
  readonly label: string;
  /** Steps of a plan whose problems belong here. */
  readonly problems: readonly string[];
}

const MEDIA: readonly Medium[] = ['video', 'audio'];
const MEDIUM_WORDS = { video: 'Picture', audio: 'Sound' } as const;
export const KIND_WORDS: Readonly<Record<StreamKind, string>> = {
  'audio-video': 'picture and sound',
  video: 'picture alone',
  audio: 'sound alone',
};

/** The media that are there. */
export function mediaOf(offer: Offer, answers: Answers): readonly Medium[] {
  switch (answers.scenario) {
    case 'live':
      return MEDIA.filter((medium) => answers[medium] !== null);
    case 'add-format': {
      const flow = flowOf(offer, answers);
      return MEDIA.filter((medium) => answers.feeds?.[medium] !== null && (flow?.[medium].length ?? 0) > 0);
    }
    default:
      return [];
  }
}

/** The flow that something is added to. */
export function flowOf(offer: Offer, { scenario, into }: Answers): ExistingFlow | undefined {
  const fits = offer.existing.filter(({ video, audio, formats }) =>
    scenario === 'add-streamer' ? formats.length > 0 : video.length + audio.length > 0,
  );
  return fits.find(({ name }) => name === into) ?? fits[0];
}

/** The kind of stream that has these media. */
export function kindOf(media: readonly Medium[]): StreamKind {
  return media.length === 2 ? 'audio-video' : (media[0] ?? 'audio-video');
}

/** Formats that carry what is there. */
export function formatsFor(offer: Offer, answers: Answers): readonly Format[] {
  return offer.formats.filter(({ kinds }) => kinds.includes(kindOf(mediaOf(offer, answers))));
}

/** The format that was chosen, or the best. */
export function formatOf(offer: Offer, answers: Answers): Format | undefined {
  const fitting = formatsFor(offer, answers);
  return fitting.find(({ type }) => type === answers.format?.type) ?? fitting[0];
}

/** What can send the stream on, the best first. */
export function consumersFor(offer: Offer, answers: Answers): readonly Choice[] {
  const types =
    answers.scenario === 'add-streamer'
      ? (existingFormat(offer, answers)?.consumers ?? [])
      : (formatOf(offer, answers)?.consumers ?? []);
  return types.flatMap((type) => offer.consumers.find((one) => one.type === type) ?? []);
}

/** The stream that is to be sent out once more. */
export function existingFormat(offer: Offer, answers: Answers): ExistingFlow['formats'][number] | undefined {
  const formats = flowOf(offer, answers)?.formats ?? [];
  return formats.find(({ feed }) => feed === answers.feed) ?? formats[0];
}

/** Kinds of streams that can be sent out. */
export function kindsFor(offer: Offer, answers: Answers): readonly StreamKind[] {
  if (answers.scenario === 'add-streamer') return [existingFormat(offer, answers)?.kind ?? 'audio-video'];
  const media = mediaOf(offer, answers);
  const there = media.length === 2 ? (['audio-video', 'video', 'audio'] as const) : [kindOf(media)];
  const kinds = formatOf(offer, answers)?.kinds ?? [];
  return there.filter((kind) => kinds.includes(kind));
}

/** The ways out, the proposed one where none was chosen. */
export function streamsOf(offer: Offer, answers: Answers): readonly StreamAnswer[] {
  const consumers = consumersFor(offer, answers);
  const kinds = kindsFor(offer, answers);
  const fits = (answers.streams ?? []).filter(
    ({ type, kind }) =>
      consumers.some((one) => one.type === type) && (kind === undefined || kinds.includes(kind)),
  );
  if (fits.length > 0) return fits;
  const [type, kind] = [consumers[0]?.type, kinds[0]];
  return [{ ...(type !== undefined && { type }), ...(kind !== undefined && { kind }) }];
}

/** The steps of the way that was chosen. */
export function stepsOf(offer: Offer, answers: Answers): readonly Step[] {
  const summary = { id: 'summary', label: 'Summary', problems: [] };
  const scenario = { id: 'scenario', label: 'What to make', problems: ['scenario'] };
  switch (answers.scenario) {
    case 'on-demand':
      return [scenario, { id: 'server', label: 'Files', problems: ['server'] }, summary];
    case 'load-flow':
      return [scenario, { id: 'file', label: 'File', problems: ['file'] }, summary];
    case 'add-streamer':
      return [
        scenario,
        { id: 'existing', label: 'Stream', problems: ['format'] },
        ...waysOut(offer, answers),
        summary,
      ];
    case 'add-format':
      return [
        scenario,
        { id: 'sources', label: 'Sources', problems: ['video', 'audio'] },
        ...encoding(offer, answers),
        ...waysOut(offer, answers),
        summary,
      ];
    case 'live': {
      const media = mediaOf(offer, answers);
      const hasOverlay = media.includes('video') && offer.overlays.length > 0;
      return [
        scenario,
        { id: 'production', label: 'Sources', problems: media.length === 0 ? ['video', 'audio'] : [] },
        ...media.flatMap((medium) => [
          { id: medium, label: MEDIUM_WORDS[medium], problems: [medium] },
          ...(medium === 'video' && hasOverlay
            ? [{ id: 'overlay', label: 'Overlay', problems: ['overlay'] }]
            : []),
        ]),
        ...encoding(offer, answers),
        ...waysOut(offer, answers),
        summary,
      ];
    }
  }
}

function encoding(offer: Offer, answers: Answers): readonly Step[] {
  const format = formatOf(offer, answers);
  const encoders = mediaOf(offer, answers).filter((medium) => (format?.encoders[medium].length ?? 0) > 0);
  return [
    { id: 'format', label: 'Format', problems: ['format'] },
    ...encoders.map((medium) => ({
      id: `${medium}Encoder`,
      label: `${MEDIUM_WORDS[medium]} encoder`,
      problems: [`${medium}Encoder`],
    })),
  ];
}

function waysOut(offer: Offer, answers: Answers): readonly Step[] {
  return [
    { id: 'consumption', label: 'Ways out', problems: [] },
    ...streamsOf(offer, answers).map(({ type, kind }, at) => {
      const label = offer.consumers.find((one) => one.type === type)?.label ?? 'Way out';
      const which = kind === undefined || kind === 'audio-video' ? '' : `, ${KIND_WORDS[kind]}`;
      return { id: `streams.${at}`, label: `${label}${which}`, problems: [`streams.${at}`] };
    }),
  ];
}

/** The answers as the manager takes them: only those of the scenario, without what does not fit any more. */
export function asked(offer: Offer, answers: Answers): object {
  const { scenario, worker, flow, format, videoEncoder, audioEncoder } = answers;
  const both = worker === undefined ? { scenario } : { scenario, worker };
  const fits = (answer: StepAnswer | undefined, types: readonly string[]): object =>
    answer === undefined || (answer.type !== undefined && !types.includes(answer.type)) ? {} : answer;
  const chosen = formatOf(offer, answers);
  const encode = {
    format: fits(format, chosen ? [chosen.type] : []),
    videoEncoder: fits(videoEncoder, chosen?.encoders.video ?? []),
    audioEncoder: fits(audioEncoder, chosen?.encoders.audio ?? []),
    streams: streamsOf(offer, answers),
  };
  switch (scenario) {
    case 'live': {
      const { video, audio, overlay } = answers;
      return { ...both, ...defined({ flow, video, audio, overlay }), ...encode };
    }
    case 'add-format': {
      const named = MEDIA.flatMap((medium) => {
        const feed = answers.feeds?.[medium];
        return feed === undefined ? [] : [[medium, feed === null ? null : { feed }] as const];
      });
      return { ...both, flow: flowOf(offer, answers)?.name, ...Object.fromEntries(named), ...encode };
    }
    case 'add-streamer': {
      const feed = existingFormat(offer, answers)?.feed;
      return { ...both, flow: flowOf(offer, answers)?.name, feed, streams: encode.streams };
    }
    case 'on-demand':
      return { ...both, ...defined({ server: answers.server }) };
    case 'load-flow':
      return { scenario, xml: answers.xml ?? '' };
  }
}

function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The values that a form shows: what was answered over what is proposed. */
export function shownValues(fields: readonly Field[], answered: PropertyValues = {}): PropertyValues {
  const proposed = fields.flatMap(({ name, proposed: value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const all = Object.entries({ ...Object.fromEntries(proposed), ...answered });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

/** The answer with one value changed; a proposed value that is cleared is taken away. */
export function withValue(
  fields: readonly Field[],
  answered: PropertyValues = {},
  name: string,
  value: PropertyValue | undefined,
): PropertyValues {
  const { [name]: _, ...rest } = answered;
  const isProposed = fields.some((field) => field.name === name && field.proposed !== undefined);
  if (value === undefined) return isProposed ? { ...rest, [name]: null } : rest;
  return { ...rest, [name]: value };
}
