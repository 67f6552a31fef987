import { isDeepStrictEqual } from 'node:util';
import type { PropertySpecs, PropertyValue } from '../../plugin';
import type { EaterLink, FeederLink, JobSpec, PlugJobSpec } from '../../rpc/job-spec';

/** A live property to change; null takes the value away. */
export interface LiveChange {
  readonly name: string;
  readonly value: PropertyValue | null;
  /** Place of the plug whose property it is; that of the component when left out. */
  readonly plug?: number;
}

/** What makes a running job be as it is wanted. */
export type Difference =
  | { readonly kind: 'restart'; readonly reason: string }
  | {
      readonly kind: 'adjust';
      readonly live: readonly LiveChange[];
      /** All eaters with their sources, when one of them changed. */
      readonly eaters: readonly EaterLink[] | undefined;
      /** Feeders that are to open TCP. */
      readonly open: readonly FeederLink[];
    };

/**
 * Compares a running job with the one wanted. A source that is not known now leaves the running one as it is, and a
 * TCP port that is open stays open.
 * @param properties declarations of the component's properties.
 * @param plugs declarations of the properties of the plugs wanted, in their order.
 */
export function difference(
  running: JobSpec,
  wanted: JobSpec,
  properties: PropertySpecs,
  plugs: readonly PropertySpecs[] = [],
): Difference {
  const own = changedProperties(running.properties, wanted.properties);
  const fixed = own.find((name) => properties[name]?.live !== true);
  if (fixed !== undefined) return { kind: 'restart', reason: `property ${fixed} changed` };
  const reason = structure(running, wanted);
  if (reason !== undefined) return { kind: 'restart', reason };
  const inPlugs = wanted.plugs.flatMap((plug, index) =>
    changedProperties(running.plugs[index]?.properties ?? {}, plug.properties).map((name) => ({
      name,
      value: (plug.properties[name] ?? null) as PropertyValue | null,
      plug: index,
    })),
  );
  const stiff = inPlugs.find(({ name, plug }) => plugs[plug]?.[name]?.live !== true);
  if (stiff) {
    const { type } = wanted.plugs[stiff.plug] ?? { type: '' };
    return { kind: 'restart', reason: `property ${stiff.name} of its plug ${type} changed` };
  }
  const eaters = wanted.eaters.map((link) => ({ ...link, ...keptSource(running, link) }));
  const moved = eaters.some((link) => !same(link.source, eaterOf(running, link)?.source));
  return {
    kind: 'adjust',
    live: [
      ...own.map((name) => ({ name, value: (wanted.properties[name] ?? null) as PropertyValue | null })),
      ...inPlugs,
    ],
    eaters: moved ? eaters : undefined,
    open: wanted.feeders.filter(
      (link) => link.port !== undefined && feederOf(running, link.feeder)?.port === undefined,
    ),
  };
}

/** Whether a difference asks for nothing. */
export function nothingToDo(found: Difference): boolean {
  return found.kind === 'adjust' && found.live.length === 0 && !found.eaters && found.open.length === 0;
}

function structure(running: JobSpec, wanted: JobSpec): string | undefined {
  if (running.type !== wanted.type) return `type ${running.type} became ${wanted.type}`;
  if (!same(running.plugs.map(plugShape), wanted.plugs.map(plugShape))) return 'its plugs changed';
  if (!same(running.eaters.map(eaterShape), wanted.eaters.map(eaterShape))) return 'its eaters changed';
  if (!same(running.feeders.map(feederShape), wanted.feeders.map(feederShape))) return 'its feeders changed';
  if (!same(running.clock, wanted.clock)) return 'the clock of the flow changed';
  const exposed = wanted.feeders.find((link) => {
    const open = feederOf(running, link.feeder);
    return link.encrypted === true && open?.port !== undefined && !open.encrypted && !open.tls;
  });
  return exposed ? `feed ${exposed.feed} has to be encrypted` : undefined;
}

function plugShape({ type, feeder }: PlugJobSpec): unknown {
  return [type, feeder];
}

function eaterShape({ eater, alias, wants }: EaterLink): unknown {
  return [eater, alias, wants];
}

function feederShape({ feeder, feed, virtual, secret, path }: FeederLink): unknown {
  return [feeder, feed, virtual, secret, path];
}

function eaterOf(spec: JobSpec, link: EaterLink): EaterLink | undefined {
  return spec.eaters.find(({ eater, alias }) => eater === link.eater && alias === link.alias);
}

function feederOf(spec: JobSpec, feeder: string): FeederLink | undefined {
  return spec.feeders.find((link) => link.feeder === feeder);
}

function keptSource(running: JobSpec, link: EaterLink): Partial<Pick<EaterLink, 'source'>> {
  const source = link.source ?? eaterOf(running, link)?.source;
  return source ? { source } : {};
}

type Given = JobSpec['properties'];

function changedProperties(running: Given, wanted: Given): readonly string[] {
  const names = new Set([...Object.keys(running), ...Object.keys(wanted)]);
  return [...names].filter((name) => !same(running[name], wanted[name]));
}

/** Equal as they travel: what is undefined is not there. */
function same(a: unknown, b: unknown): boolean {
  const travelled = (value: unknown): unknown =>
    value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  return isDeepStrictEqual(travelled(a), travelled(b));
}
