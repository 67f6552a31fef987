import { holds, silences } from '../model/conditions';
import { withDefaults } from '../model/values';
import type { PropertyValues } from '../plugin';
import type { PlanetComponent } from './planet';
import { problem, type PlanetProblem } from './planet-problem';

/** Addresses that stand for all of the machine. */
const ANY_ADDRESS: readonly string[] = ['', '0.0.0.0', '::'];

/** A port that a component listens on. */
interface Listening {
  readonly component: PlanetComponent;
  readonly kind: string;
  /** The property that says so. */
  readonly property: string;
  readonly port: number;
  /** Undefined for all addresses of the machine. */
  readonly address: string | undefined;
  /** What people have not written themselves, as `its rtcp-port is the one after port`. */
  readonly because: string | undefined;
}

/** Two components of one worker that would listen on the same port. */
export function portsTwice(components: readonly PlanetComponent[]): PlanetProblem[] {
  const all = new Map<string, Listening[]>();
  const problems: PlanetProblem[] = [];
  for (const component of components) {
    for (const listening of listeningPorts(component)) {
      const { kind, port, address, property } = listening;
      const key = JSON.stringify([component.config.worker, kind, port]);
      const others = all.get(key) ?? [];
      const other = others.find((one) => one.component.id !== component.id && meet(one.address, address));
      if (other) {
        const where = `on worker ${component.config.worker ?? ''}`;
        const text = `${nameOf(listening)} and ${nameOf(other)} both listen on port ${port} ${where}; give one of them another port`;
        problems.push({ ...problem('port-twice', component, text), property });
      } else all.set(key, [...others, listening]);
    }
  }
  return problems;
}

function nameOf({ component, because }: Listening): string {
  return because === undefined ? component.config.name : `${component.config.name} (${because})`;
}

function meet(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function listeningPorts(component: PlanetComponent): Listening[] {
  const { spec, config } = component;
  const declared = spec.properties ?? {};
  const values = withDefaults(declared, config.properties);
  return Object.entries(declared).flatMap(([name, property]) => {
    if ((property.type !== 'int' && property.type !== 'long') || property.listens === undefined) return [];
    const { listens: kind, listensAfter: before, listensAt } = property;
    const port = values[name] ?? portAfter(before, values);
    const silent = port === 0 || silences(property).some((condition) => holds(condition, values));
    if (typeof port !== 'number' || silent) return [];
    const at = listensAt === undefined ? undefined : values[listensAt];
    const address = typeof at === 'string' && !ANY_ADDRESS.includes(at) ? at : undefined;
    const implied = values[name] === undefined && before !== undefined;
    return [
      {
        component,
        kind,
        property: implied ? before : name,
        port,
        address,
        because: implied ? `its ${name} is the one after ${before}` : undefined,
      },
    ];
  });
}

function portAfter(before: string | undefined, values: PropertyValues): number | undefined {
  const port = before === undefined ? undefined : values[before];
  return typeof port === 'number' ? port + 1 : undefined;
}
