import { MOODS, type ComponentState, type Mood, type PlanetState } from '@flumotion/core/cli';
import { componentsOf } from '../client/paths';

/** What the screen shows: all components, one of them, or what the keys do. */
export type Page = 'list' | 'component' | 'help';

/** A line that a person types. */
export interface Prompt {
  /** `command` begins with a colon, `filter` with a slash; `confirm` waits for yes or no. */
  readonly kind: 'command' | 'filter' | 'confirm';
  readonly text: string;
  /** What is done after a yes. */
  readonly then?: Order;
}

/** Something the manager is asked to do. */
export type Order =
  | { readonly verb: 'start' | 'stop' | 'restart'; readonly ids: readonly string[] }
  | {
      readonly verb: 'action';
      readonly id: string;
      readonly action: string;
      readonly words: readonly string[];
    }
  | { readonly verb: 'reload' };

/** All that the screen is drawn from. */
export interface View {
  /** Where the manager is, for people. */
  readonly place: string;
  readonly planet?: PlanetState;
  /** Why the planet is not known, or no longer. */
  readonly trouble?: string;
  readonly page: Page;
  /** Id of the chosen component. */
  readonly chosen?: string;
  /** Only components with this text. */
  readonly filter: string;
  /** First line of a page that is longer than the screen. */
  readonly scroll: number;
  readonly prompt?: Prompt;
  /** What came of the last order. */
  readonly said?: { readonly text: string; readonly bad: boolean };
}

/** The view before anything is known. */
export function firstView(place: string): View {
  return { place, page: 'list', filter: '', scroll: 0 };
}

/** The components that pass the filter, those that need a person first. */
export function shown({ planet, filter }: View): readonly ComponentState[] {
  if (!planet) return [];
  const text = filter.toLowerCase();
  return componentsOf(planet).filter(({ id, type, worker, mood }) =>
    [id, type, worker, mood].some((part) => part.toLowerCase().includes(text)),
  );
}

/** The chosen component; the first that is shown when it is gone. */
export function chosenOf(view: View): ComponentState | undefined {
  const list = shown(view);
  return list.find(({ id }) => id === view.chosen) ?? list[0];
}

/** How many components have each mood; moods that none has are left out. */
export function moodCounts(planet: PlanetState): readonly (readonly [Mood, number])[] {
  const all = componentsOf(planet);
  return MOODS.map((mood) => [mood, all.filter((one) => one.mood === mood).length] as const).filter(
    ([, count]) => count > 0,
  );
}
