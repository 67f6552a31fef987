import { parsePlanet } from '../../core/src/config/planet-file';
import { Planet } from '../../core/src/manager/planet';
import type { WorkerFacts } from '../../core/src/manager/plan/types';
import { managerCatalogue } from './manager-catalogue';

/** A planet of the types in manager-catalogue.ts, from the XML of its atmosphere and flows. */
export function managerPlanet(inside: string): Planet {
  const catalogue = managerCatalogue();
  const text = `<planet>${inside}</planet>`;
  return Planet.of([parsePlanet(text, 'planet.xml', catalogue).planet], catalogue);
}

/** Facts of a worker that has everything and shares machine and address with the others, unless told otherwise. */
export function workerFacts(name: string, other: Partial<WorkerFacts> = {}): WorkerFacts {
  return {
    name,
    machine: 'machine-a',
    hostname: 'host-a',
    address: '127.0.0.1',
    via: '127.0.0.1',
    runDir: `/run/${name}`,
    feederPorts: [8600, 8601, 8602, 8603],
    fingerprint: `fingerprint-of-${name}`,
    packages: [
      {
        name: '@test/components',
        version: '1.0.0',
        dir: '/packages/components',
        components: managerCatalogue().types(),
      },
    ],
    ...other,
  };
}

/** Workers by name. */
export function workersByName(...workers: readonly WorkerFacts[]): ReadonlyMap<string, WorkerFacts> {
  return new Map(workers.map((worker) => [worker.name, worker]));
}
