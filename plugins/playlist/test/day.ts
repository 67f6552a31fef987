import { chainsOf, type Chain } from '../src/chain';
import type { Entry, Source } from '../src/entry';
import { plan, type Plan } from '../src/plan';
import { type Cursor, type Known, type Slot } from '../src/slot';
import { SECOND } from '../src/time';

/** Nanoseconds since 1970 at running time 0. */
export const EPOCH = 1_000_000n * SECOND;

/** Nanoseconds. */
export function ns(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1e9));
}

/** An entry of a file that is as long as the digits in its name say; its time is seconds after the epoch. */
export interface Item {
  readonly name: string;
  readonly time?: number;
  readonly duration?: number;
  readonly offset?: number;
}

/** A playlist of items. */
export function source(
  items: readonly (Item | string)[],
  { file = '/a.xml', changed = 0, loop = 1 }: { file?: string; changed?: number; loop?: number } = {},
): Source {
  const entries = items.map((item, index): Entry => {
    const { name, time, duration, offset = 0 } = typeof item === 'string' ? { name: item } : item;
    return {
      name,
      location: `/${name}`,
      offset: ns(offset),
      line: index + 1,
      ...(time === undefined ? {} : { time: EPOCH + ns(time) }),
      ...(duration === undefined ? {} : { duration: ns(duration) }),
    };
  });
  return { file, changed, playlist: { entries, loop, problems: [] } };
}

/** A film as long as the digits in its name say; nobody knows one whose name begins with `unknown`. */
export function known({ name }: Entry): Known {
  if (name.startsWith('unknown')) return undefined;
  if (name.startsWith('broken')) return { problem: 'it is broken' };
  return {
    length: ns(Number(/\d+/.exec(name)?.[0] ?? 10)),
    video: true,
    audio: true,
    waits: false,
    cut: false,
  };
}

/** Plans at a time; what is given in seconds is running time. */
export function planAt(
  now: number,
  sources: readonly Source[],
  more: {
    readonly cursors?: ReadonlyMap<string, Cursor>;
    readonly fixed?: readonly Slot[];
    readonly ready?: readonly Slot[];
    readonly chains?: readonly Chain[];
  } = {},
): Plan {
  return plan({
    now: ns(now),
    earliest: ns(now + 1),
    epoch: EPOCH,
    grid: { framerate: [25, 1], audio: true },
    chains: more.chains ?? chainsOf(sources, 1),
    cursors: more.cursors ?? new Map(),
    fixed: more.fixed ?? [],
    ready: more.ready ?? [],
    known,
  });
}

/** Slots as `name begin-end`, with `+skip`, in seconds. */
export function lines(slots: readonly Slot[]): readonly string[] {
  const seconds = (time: bigint): string => String(Number(time) / 1e9);
  return slots.map(({ entry, begin, end, skip }) => {
    return `${entry.name} ${seconds(begin)}-${seconds(end)}${skip > 0n ? ` +${seconds(skip)}` : ''}`;
  });
}
