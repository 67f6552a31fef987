import type { Figures } from '../api/live-model';
import type { ComponentState, Mood } from '../api/types';
import { counted } from '../frame/format';
import { MOOD_ORDER } from '../frame/moods';

/** Columns by which the list can be sorted. */
export const SORTS = [
  'mood',
  'name',
  'type',
  'flow',
  'worker',
  'cpu',
  'memory',
  'started',
  'messages',
] as const;
export type Sort = (typeof SORTS)[number];

/** What of the planet is wanted. */
export interface Wanted {
  /** Words that must all occur in what is seen of a component. */
  readonly search: string;
  readonly flow: string;
  readonly worker: string;
  readonly moods: readonly Mood[];
}

/** Everything. */
export const ALL: Wanted = { search: '', flow: '', worker: '', moods: [] };

/** Components that are wanted, in the order they came. */
export function filtered(components: readonly ComponentState[], wanted: Wanted): readonly ComponentState[] {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  return components.filter(
    ({ id, label, type, worker, mood, flow, reason }) =>
      (wanted.flow === '' || flow === wanted.flow) &&
      (wanted.worker === '' || worker === wanted.worker) &&
      (wanted.moods.length === 0 || wanted.moods.includes(mood)) &&
      (words.length === 0 ||
        matches([id, label ?? '', type, worker, mood, reason ?? ''].join(' ').toLowerCase(), words)),
  );
}

/** How much is shown, and of how much where that is not all. */
export function aboutText(
  shown: readonly ComponentState[],
  all: readonly ComponentState[],
  flows: number,
  workers: number,
): string {
  const of = (components: string, inFlows: number, onWorkers: number): string =>
    `${components} in ${counted(inFlows, 'flow')} on ${counted(onWorkers, 'worker')}`;
  if (shown.length === all.length) return of(counted(all.length, 'component'), flows, workers);
  const [inFlows, onWorkers] = (['flow', 'worker'] as const).map(
    (name) => new Set(shown.map((component) => component[name])).size,
  );
  return of(`${shown.length} of ${counted(all.length, 'component')}`, inFlows ?? 0, onWorkers ?? 0);
}

function matches(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** Components by a column; equal ones stay in the order of the planet. */
export function sorted(
  components: readonly ComponentState[],
  figures: Readonly<Record<string, Figures>>,
  sort: Sort,
  descending: boolean,
): readonly ComponentState[] {
  const keys = new Map(
    components.map((component) => [component.id, keyOf(component, figures[component.id], sort)]),
  );
  const sign = descending ? -1 : 1;
  return [...components].sort((a, b) => sign * compare(keys.get(a.id), keys.get(b.id)));
}

function keyOf(component: ComponentState, figures: Figures | undefined, sort: Sort): string | number {
  switch (sort) {
    case 'mood':
      return MOOD_ORDER.indexOf(component.mood);
    case 'name':
      return (component.label ?? component.name).toLowerCase();
    case 'cpu':
      return figures?.cpu ?? component.cpu ?? -1;
    case 'memory':
      return figures?.memory ?? component.memory ?? -1;
    case 'started':
      return component.started ?? Infinity;
    case 'messages':
      return component.messages.length;
    default:
      return component[sort].toLowerCase();
  }
}

/** Made once: to compare by a locale anew each time costs more than all else of sorting. */
const { compare: byText } = new Intl.Collator('en', { numeric: true });

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  return byText(String(a), String(b));
}

/** The selection after a click: one more or fewer, or with `range` all from the last one clicked to this one. */
export function clicked(
  selection: ReadonlySet<string>,
  shown: readonly string[],
  id: string,
  last: string | undefined,
  range: boolean,
): ReadonlySet<string> {
  const next = new Set(selection);
  const [from, to] = [shown.indexOf(last ?? id), shown.indexOf(id)];
  if (range && from >= 0 && to >= 0) {
    for (const one of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
    return next;
  }
  if (!next.delete(id)) next.add(id);
  return next;
}
