import type { PlanetState } from '@flumotion/core/cli';
import type { ManagerClient } from '../client/client';
import { componentsOf } from '../client/paths';
import type { Verdict } from './verdict';

/** Whether the manager answers, has a planet and lets us in; how long that took. */
export async function checkAlive(
  client: ManagerClient,
  limits: { readonly warning?: number; readonly critical?: number },
): Promise<Verdict> {
  const begin = performance.now();
  const planet = await client.get<PlanetState>('/api/planet');
  const seconds = (performance.now() - begin) / 1000;
  const components = componentsOf(planet);
  const late =
    seconds >= (limits.critical ?? Infinity)
      ? 'CRITICAL'
      : seconds >= (limits.warning ?? Infinity)
        ? 'WARNING'
        : 'OK';
  return {
    state: late,
    text: `manager ${planet.name} answered in ${seconds.toFixed(2)} s and has ${components.length} components`,
    figures: [
      { name: 'time', value: seconds, unit: 's', warn: limits.warning, crit: limits.critical, min: 0 },
      { name: 'components', value: components.length, min: 0 },
      { name: 'happy', value: components.filter(({ mood }) => mood === 'happy').length, min: 0 },
    ],
  };
}

/** Whether a worker is logged in. */
export async function checkWorker(client: ManagerClient, name: string): Promise<Verdict> {
  const { workers } = await client.get<PlanetState>('/api/planet');
  const found = workers.find((one) => one.name === name);
  if (!found)
    return { state: 'UNKNOWN', text: `the manager has never seen a worker ${JSON.stringify(name)}` };
  const problems = found.packages.filter(({ problem, fit }) => problem !== undefined || fit === 'apart');
  if (!found.online) return { state: 'CRITICAL', text: `worker ${name} is not logged in` };
  if (problems.length > 0) {
    const names = problems.map((one) => `${one.name} ${one.version}`).join(', ');
    return { state: 'WARNING', text: `worker ${name} is logged in but cannot use ${names}` };
  }
  return { state: 'OK', text: `worker ${name} is logged in from ${found.address}` };
}
