import type { ComponentState } from '../describe';
import type { FeedFlow, FeedMeter } from './feed-meter';

type Client = ComponentState['feeders'][number]['clients'][number];

/** A feed as people and programs see it. */
export interface FeedInfo {
  /** `/flow/component:feeder`. */
  readonly feed: string;
  /** Full id of the component that feeds. */
  readonly component: string;
  readonly feeder: string;
  readonly worker: string;
  /** Media type as it is now; absent before there is any. */
  readonly caps?: string;
  /** TCP port, where it is open to other machines. */
  readonly port?: number;
  /** Connections refused. */
  readonly refused: number;
  readonly clients: readonly (Client & Partial<FeedFlow>)[];
}

/** Figures of one connection of a feed. */
export interface FeedFigures extends Partial<FeedFlow> {
  readonly feed: string;
  /** Full id of the eating component and alias, `/flow/component:alias`. */
  readonly client: string;
  /** Buffers dropped since it was first connected. */
  readonly dropped: number;
}

/** All feeds of some components. */
export function feedsOf(components: Iterable<ComponentState>, meter: FeedMeter): FeedInfo[] {
  return [...components].flatMap(({ id, worker, feeders }) =>
    feeders.map(({ feeder, caps, port, refused, clients }) => ({
      feed: `${id}:${feeder}`,
      component: id,
      feeder,
      worker,
      ...(caps === undefined ? {} : { caps }),
      ...(port === undefined ? {} : { port }),
      refused,
      clients: clients.map((client) => ({ ...client, ...meter.flow(id, feeder, client.client) })),
    })),
  );
}

/** Figures of the connections that there are now. */
export function feedFigures(
  components: Iterable<Pick<ComponentState, 'id' | 'feeders'>>,
  meter: FeedMeter,
): FeedFigures[] {
  return [...components].flatMap(({ id, feeders }) =>
    feeders.flatMap(({ feeder, clients }) =>
      clients
        .filter(({ connected }) => connected)
        .map(({ client, dropped }) => ({
          feed: `${id}:${feeder}`,
          client,
          dropped,
          ...meter.flow(id, feeder, client),
        })),
    ),
  );
}
