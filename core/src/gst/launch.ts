import { FlumotionError } from '../errors';
import type { PipelinePlan } from './gst';

/** Launch text without placeholders, and which elements took their places. */
export interface ExpandedLaunch {
  readonly text: string;
  /** Element that ends a feed, by the eater's name in the declaration. */
  readonly eaters: ReadonlyMap<string, string>;
  /** Element that fans a feed out, by the feeder's name. */
  readonly feeders: ReadonlyMap<string, string>;
  /** Element that fans a tap out, by the tap's name. */
  readonly taps: ReadonlyMap<string, string>;
  /** Element that ends what comes from Node, by the inlet's name. */
  readonly inlets: ReadonlyMap<string, string>;
}

const PLACEHOLDER = /@(eater|feeder|tap|inlet):([A-Za-z][\w-]*)@/g;

type Kind = 'eater' | 'feeder' | 'tap' | 'inlet';

/**
 * The elements an eater enters through. The queue lets the oldest go when it is full, so the thread that reads a feed
 * never waits and can always be stopped. Its limits leave room for the delay between encoders, not for raw video.
 */
export const EATER_FORM = [
  { factory: 'funnel', suffix: '', set: '' },
  { factory: 'identity', suffix: '-count', set: 'single-segment=true drop-allocation=true' },
  {
    factory: 'queue',
    suffix: '-queue',
    set: 'leaky=downstream max-size-buffers=0 max-size-bytes=67108864 max-size-time=10000000000',
  },
] as const;

/**
 * What stands for a placeholder. A feed enters through a funnel and leaves through a tee: both let connections come and
 * go while the pipeline runs. The valve is shut while sources are cued. The extra sink keeps the pipeline's end-of-stream message when nobody is connected.
 */
const FORMS: Readonly<Record<Kind, (element: string) => string>> = {
  eater: (element) =>
    EATER_FORM.map((part) => `${part.factory} name=${element}${part.suffix} ${part.set}`.trim()).join(' ! '),
  // What reads shared memory takes its media before the payloader.
  feeder: (element) =>
    `capsfilter name=${element}-caps ! valve name=${element}-gate ! tee name=${element}-raw allow-not-linked=true ${element}-raw. ! ${fan(element)}`,
  // Told the same caps twice, as after a reconnection, gdppay crashes; a capsfilter keeps the second to itself.
  tap: (element) => `capsfilter name=${element}-caps ! ${fan(element)}`,
  inlet: (element) => `funnel name=${element} ! identity name=${element}-count drop-allocation=true`,
};

/**
 * An eater with a sink beside it that sees no buffers but all other events, and shows the last one: `identity` puts a
 * gap in the place of a buffer, and `videorate` lets no gap through.
 */
function showingEvents(element: string): string {
  const sink = `fakesink name=${element}-requests silent=false sync=false async=false enable-last-sample=false`;
  const branch = `tee name=${element}-tee ${element}-tee. ! identity silent=true drop-probability=1 ! videorate ! ${sink}`;
  return FORMS.eater(element).replace(' ! queue', ` ! ${branch} ${element}-tee. ! queue`);
}

function fan(element: string): string {
  const idle = `fakesink name=${element}-idle sync=false async=false enable-last-sample=false`;
  return `gdppay name=${element}-pay crc-header=false ! tee name=${element} allow-not-linked=true ${element}. ! ${idle}`;
}

/**
 * Puts elements with generated names in the place of `@eater:x@`, `@feeder:x@`, `@tap:x@` and `@inlet:x@`. The only eater and the
 * only feeder are joined at the ends when the text does not name them.
 * @throws FlumotionError `pipeline-invalid` for a placeholder nobody declared, one that stands twice, a declared one
 * that is missing, and an `@` that belongs to no placeholder.
 */
export function expandLaunch(plan: PipelinePlan): ExpandedLaunch {
  const fail = (reason: string): never => {
    throw FlumotionError.of('pipeline-invalid', { component: plan.name, reason });
  };
  const inText = plan.eaters.filter((eater) => eater.into === undefined).map((eater) => eater.eater);
  const twice = inText.find((eater, index) => inText.indexOf(eater) !== index);
  if (twice !== undefined) {
    fail(`eater ${twice} is connected to several feeds, but its declaration has no "into"`);
  }
  const names: Readonly<Record<Kind, readonly string[]>> = {
    eater: [...inText, ...(plan.idle ?? [])],
    feeder: plan.feeders,
    tap: plan.taps,
    inlet: plan.inlets ?? [],
  };
  const used: Readonly<Record<Kind, Map<string, string>>> = {
    eater: new Map(),
    feeder: new Map(),
    tap: new Map(),
    inlet: new Map(),
  };
  const text = joinEnds(plan.text.trim(), names, plan.idle ?? [], fail).replace(
    PLACEHOLDER,
    (whole, kind: Kind, name: string) => {
      const index = names[kind].indexOf(name);
      if (index < 0) fail(`${whole} stands in the template, but ${known(kind, names[kind])}`);
      if (used[kind].has(name)) fail(`${whole} stands in the template twice; use a tee instead`);
      const element = `${kind}${String(index)}`;
      used[kind].set(name, element);
      return plan.keyUnits?.includes(name) && kind === 'eater'
        ? showingEvents(element)
        : FORMS[kind](element);
    },
  );
  if (text.includes('@')) fail(`the template has an @ at "${around(text)}" that belongs to no placeholder`);
  for (const kind of ['eater', 'feeder', 'tap', 'inlet'] as const) {
    const absent = names[kind].find((name) => !used[kind].has(name) && !plan.idle?.includes(name));
    if (absent !== undefined)
      fail(`the template does not say where ${kind} ${absent} goes; write @${kind}:${absent}@`);
  }
  return { text, eaters: used.eater, feeders: used.feeder, taps: used.tap, inlets: used.inlet };
}

function joinEnds(
  text: string,
  names: Readonly<Record<Kind, readonly string[]>>,
  idle: readonly string[],
  fail: (reason: string) => never,
): string {
  if (text === '') fail('the template is empty');
  let joined = text;
  const [eater, feeder] = [names.eater[0], names.feeder[0]];
  const silent = eater !== undefined && idle.includes(eater);
  if (eater !== undefined && !silent && names.eater.length === 1 && !text.includes('@eater:')) {
    joined = `@eater:${eater}@ ! ${joined}`;
  }
  if (feeder !== undefined && names.feeder.length === 1 && !text.includes('@feeder:')) {
    joined = `${joined} ! @feeder:${feeder}@`;
  }
  return joined;
}

function known(kind: Kind, names: readonly string[]): string {
  return names.length === 0 ? `there is no ${kind} at all` : `the ${kind}s are: ${names.join(', ')}`;
}

function around(text: string): string {
  const at = text.indexOf('@');
  return text.slice(Math.max(0, at - 10), at + 15);
}
