import type { ComponentState, PlanetState, WorkerState } from '@flumotion/core/cli';
import type { PlanetEvent } from './events';

type Figures = Partial<Pick<ComponentState, 'cpu' | 'memory' | 'stats'>>;

/** The planet after an event; the same object where the event is of something else. */
export function withEvent(planet: PlanetState, { type, data }: PlanetEvent): PlanetState {
  switch (type) {
    case 'snapshot':
      return data as PlanetState;
    case 'component':
      return withComponent(planet, data as ComponentState);
    case 'component-removed': {
      const { id } = data as { readonly id: string };
      return changed(planet, (all) => all.filter((one) => one.id !== id));
    }
    case 'flow': {
      const { name, etag } = data as { readonly name: string; readonly etag?: string };
      if (etag === undefined) return { ...planet, flows: planet.flows.filter((flow) => flow.name !== name) };
      return withFlow(planet, name);
    }
    case 'worker': {
      const worker = data as WorkerState;
      const known = planet.workers.some(({ name }) => name === worker.name);
      const workers = planet.workers.map((one) => (one.name === worker.name ? worker : one));
      return { ...planet, workers: known ? workers : [...workers, worker] };
    }
    case 'worker-removed': {
      const { name } = data as { readonly name: string };
      return { ...planet, workers: planet.workers.filter((worker) => worker.name !== name) };
    }
    case 'figures': {
      const { components } = data as { readonly components: Readonly<Record<string, Figures>> };
      return changed(planet, (all) => all.map((one) => ({ ...one, ...components[one.id] })));
    }
    default:
      return planet;
  }
}

/** With a component as it is now; its figures, which the event leaves out, stay what they were. */
function withComponent(planet: PlanetState, told: ComponentState): PlanetState {
  const { flows } = withFlow(planet, told.flow);
  return {
    ...planet,
    flows: flows.map((flow) => {
      if (flow.name !== told.flow) return flow;
      const before = flow.components.find(({ id }) => id === told.id);
      const { cpu, memory, stats = {} } = before ?? {};
      const now: ComponentState = {
        ...told,
        stats,
        ...(told.pid === undefined || cpu === undefined ? {} : { cpu }),
        ...(told.pid === undefined || memory === undefined ? {} : { memory }),
      };
      const components = before
        ? flow.components.map((one) => (one === before ? now : one))
        : [...flow.components, now];
      return { ...flow, components };
    }),
  };
}

function withFlow(planet: PlanetState, name: string): PlanetState {
  if (planet.flows.some((flow) => flow.name === name)) return planet;
  return { ...planet, flows: [...planet.flows, { name, components: [] }] };
}

function changed(
  planet: PlanetState,
  change: (components: readonly ComponentState[]) => readonly ComponentState[],
): PlanetState {
  return {
    ...planet,
    flows: planet.flows.map((flow) => ({ ...flow, components: change(flow.components) })),
  };
}
