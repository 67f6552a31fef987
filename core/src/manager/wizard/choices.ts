import type { AnyComponentSpec, PropertySpec, PropertyValue, WizardSpec } from '../../plugin';
import type { SchemaTypes } from '../../model/planet-schema';
import { specOf } from '../../model/values';
import { eaterFor, fits, kindOf, onlyFeeder, raw, rawFeeder, type Medium, type StreamKind } from './media';

/** The component and plug types that can be chosen. */
export type WizardTypes = SchemaTypes;

/** A component that the wizard offers. */
export type Offered = AnyComponentSpec & { readonly wizard: WizardSpec };

/** A property that is asked for. */
export interface Field {
  readonly name: string;
  /** Its declaration, functions left out. */
  readonly spec: Omit<PropertySpec, 'sets' | 'to'>;
  /** The value that is there before somebody changes it; that of the declaration when left out. */
  readonly proposed?: PropertyValue;
}

/** A plug that may be put into what is chosen. */
export interface PlugChoice {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** A component type that can be chosen in a step. */
export interface Choice {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  /** Properties asked for, in pages; those after the first page are for who wants more. */
  readonly pages: readonly (readonly Field[])[];
  readonly plugs: readonly PlugChoice[];
  /** What the worker can be asked for to fill the fields. */
  readonly probe?: WizardSpec['probe'];
}

/** A format that streams can have. */
export interface Format {
  /** Type of the muxer; of the encoder where the format needs no muxer. */
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly plays?: string;
  readonly kinds: readonly StreamKind[];
  /** Encoders by medium, the best first; none for a medium that the format has not, or takes as it is. */
  readonly encoders: Readonly<Record<Medium, readonly string[]>>;
  /** Types of what sends it on, the best first. */
  readonly consumers: readonly string[];
}

const MEDIA: readonly Medium[] = ['video', 'audio'];

/** The components that the wizard offers in a step, the best first. */
export function offered(types: WizardTypes, step: WizardSpec['step']): readonly Offered[] {
  return all(types)
    .filter(({ wizard }) => wizard.step === step)
    .sort(byRank);
}

function all(types: WizardTypes): readonly Offered[] {
  return types
    .types()
    .map((type) => types.find(type))
    .filter((spec): spec is Offered => spec?.wizard !== undefined);
}

function byRank(one: Offered, other: Offered): number {
  return (other.wizard.rank ?? 0) - (one.wizard.rank ?? 0);
}

/** What gives a medium: the components of its step, then those of the other that have a feeder for this one as well. */
export function producers(types: WizardTypes, medium: Medium): readonly Offered[] {
  const other = medium === 'video' ? 'audio' : 'video';
  const both = offered(types, `${other}-producer`).filter((spec) => rawFeeder(spec, medium)?.alone === true);
  return [...offered(types, `${medium}-producer`), ...both];
}

/** A component type for the pages of the wizard. */
export function choice(types: WizardTypes, spec: Offered): Choice {
  const { type, description, wizard } = spec;
  const { label, pages = [], probe } = wizard;
  return {
    type,
    label,
    description,
    pages: pages.map((names) => fields(spec, names)),
    plugs: plugs(types, spec),
    ...(probe && { probe }),
  };
}

function fields(
  {
    properties = {},
    wizard,
  }: Pick<AnyComponentSpec, 'properties'> & { readonly wizard?: Pick<WizardSpec, 'defaults' | 'required'> },
  names: readonly string[],
): Field[] {
  return names.flatMap((name) => {
    const spec = specOf(properties, name);
    if (!spec) return [];
    const { sets: _, to: __, ...told } = spec as PropertySpec & { sets?: unknown; to?: unknown };
    const proposed = wizard?.defaults?.[name];
    const required = wizard?.required?.includes(name);
    return [
      {
        name,
        spec: { ...told, ...(required === true && { required }) },
        ...(proposed !== undefined && { proposed }),
      },
    ];
  });
}

/** The plugs that the wizard offers for a component, the best first. */
function plugs(types: WizardTypes, { sockets = [] }: AnyComponentSpec): readonly PlugChoice[] {
  return types
    .plugTypes()
    .map((type) => types.findPlug(type))
    .filter((plug) => plug?.wizard !== undefined && sockets.includes(plug.socket))
    .sort((one, other) => (other?.wizard?.rank ?? 0) - (one?.wizard?.rank ?? 0))
    .flatMap((plug) => {
      if (!plug?.wizard) return [];
      const { label, pages = [] } = plug.wizard;
      return [{ type: plug.type, label, description: plug.description, fields: fields(plug, pages.flat()) }];
    });
}

/** Every format that something here makes and something here sends on, the best first. */
export function formats(types: WizardTypes): readonly Format[] {
  const alone = MEDIA.flatMap((medium) => offered(types, `${medium}-encoder`)).filter(
    ({ wizard }) => wizard.plays !== undefined,
  );
  return [...offered(types, 'muxer'), ...alone]
    .map((spec) => format(types, spec))
    .filter((one) => one.kinds.length > 0 && one.consumers.length > 0);
}

/** A format by the type of its muxer, or of its encoder. */
export function format(types: WizardTypes, spec: Offered): Format {
  const caps = onlyFeeder(spec)?.caps ?? '';
  const muxes = spec.wizard.step === 'muxer';
  const encoders = { video: encodersFor(types, spec, 'video'), audio: encodersFor(types, spec, 'audio') };
  const takes = (medium: Medium): boolean =>
    muxes
      ? encoders[medium].length > 0 || eaterFor(spec, raw(medium)) !== undefined
      : spec.wizard.step === `${medium}-encoder`;
  const [video, audio] = [takes('video'), takes('audio')];
  const several = Object.values(spec.eaters ?? {}).some(({ multiple }) => multiple === true);
  const both = video && audio && several ? kindOf(true, true) : undefined;
  return {
    type: spec.type,
    label: spec.wizard.label,
    description: spec.description,
    ...(spec.wizard.plays !== undefined && { plays: spec.wizard.plays }),
    kinds: [both, kindOf(video, false), kindOf(false, audio)].filter((kind) => kind !== undefined),
    encoders: muxes ? encoders : { video: [], audio: [] },
    consumers: consumersOf(types, caps).map(({ type }) => type),
  };
}

function encodersFor(types: WizardTypes, muxer: AnyComponentSpec, medium: Medium): readonly string[] {
  return offered(types, `${medium}-encoder`)
    .filter((encoder) => eaterFor(muxer, onlyFeeder(encoder)?.caps ?? '') !== undefined)
    .map(({ type }) => type);
}

/** What sends a stream of these caps on, the best first. */
export function consumersOf(types: WizardTypes, caps: string): readonly Offered[] {
  return offered(types, 'consumer').filter(({ eaters = {} }) => {
    const [first] = Object.values(eaters);
    return first !== undefined && fits(caps, first.caps);
  });
}
