import type { ComponentState, WorkerState } from '../describe';

/** A component without what changes all the time: no `cpu`, `memory` and `stats`, and no bytes and drops of its clients. */
export type LastingState = Omit<ComponentState, 'cpu' | 'memory' | 'stats' | 'feeders'> & {
  readonly feeders: readonly LastingFeeder[];
};

type Feeder = ComponentState['feeders'][number];
type LastingFeeder = Omit<Feeder, 'clients' | 'buffers'> & {
  readonly clients: readonly Pick<
    Feeder['clients'][number],
    'client' | 'connected' | 'since' | 'reconnects'
  >[];
};

/** Leaves out the figures of a component, which would make an event each second. */
export function lasting(state: ComponentState): LastingState {
  const { cpu: _cpu, memory: _memory, stats: _stats, feeders, ...rest } = state;
  return {
    ...rest,
    feeders: feeders.map(({ clients, buffers: _buffers, ...feeder }) => ({
      ...feeder,
      clients: clients.map(({ client, connected, since, reconnects }) => ({
        client,
        connected,
        since,
        reconnects,
      })),
    })),
  };
}

/** Leaves out how busy the machine of a worker is, which changes all the time. */
export function lastingWorker(state: WorkerState): Omit<WorkerState, 'load'> {
  const { load: _load, ...rest } = state;
  return rest;
}
