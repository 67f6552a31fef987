import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  connectionKey,
  withEvent,
  type FeedFigures,
  type FigureEvent,
  type Figures,
  type LiveEvent,
  type Planet,
} from './live-model';
import type { MachineLoad } from './types';

/** How the pages stand to the manager. */
export type Link = 'connecting' | 'live' | 'polling' | 'lost';

interface Live {
  readonly planet?: Planet;
  readonly figures: Readonly<Record<string, Figures>>;
  /** By `connectionKey`. */
  readonly feeds: Readonly<Record<string, FeedFigures>>;
  /** How busy the machines of the workers are, by the workers' names. */
  readonly loads: Readonly<Record<string, MachineLoad>>;
  readonly link: Link;
}

const EMPTY: Live = { figures: {}, feeds: {}, loads: {}, link: 'connecting' };

/** Everything that is known of the planet at this moment, for all pages. */
export const live = createStore<Live>(() => EMPTY);

/** A part of what is known; the component is drawn again when that part changes. */
export function useLive<T>(choose: (state: Live) => T): T {
  return useStore(live, choose);
}

/** The planet; undefined until it is known. */
export function usePlanet(): Planet | undefined {
  return useLive(({ planet }) => planet);
}

/** Forgets everything, as when somebody signs out. */
export function forget(): void {
  live.setState(EMPTY, true);
}

/** Takes in events, in their order, as one change. */
export function take(events: readonly LiveEvent[]): void {
  live.setState((state) => {
    let { planet, figures, feeds, loads } = state;
    for (const event of events) {
      if (event.type === 'figures') ({ figures, feeds, loads } = withFigures(event.data as FigureEvent));
      else if (planet) planet = withEvent(planet, event);
    }
    return { ...(planet ? { planet } : {}), figures, feeds, loads };
  });
}

function withFigures({ components, feeds, workers }: FigureEvent): Pick<Live, 'figures' | 'feeds' | 'loads'> {
  const figures = Object.entries(components).map(([id, told]) => [id, { ...told, stats: told.stats ?? {} }]);
  return {
    figures: Object.fromEntries(figures) as Live['figures'],
    feeds: Object.fromEntries(feeds.map((feed) => [connectionKey(feed.feed, feed.client), feed])),
    loads: workers,
  };
}
