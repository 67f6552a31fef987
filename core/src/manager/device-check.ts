import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { withDefaults } from '../model/values';
import { checkElements } from '../rpc/messages';
import type { PlanetComponent } from './planet';
import type { WorkerSession } from './worker-session';

/** A device file that a component opens, and the property that names it. */
export interface NamedDevice {
  readonly property: string;
  readonly device: string;
}

/** Device files that the properties of a component name. */
export function devicesOf({ spec, config }: PlanetComponent): readonly NamedDevice[] {
  const specs = spec.properties ?? {};
  const values = withDefaults(specs, config.properties);
  return Object.entries(specs).flatMap(([property, declared]) => {
    const device = values[property];
    const names = declared.type === 'string' && declared.device === true;
    return names && typeof device === 'string' && device.startsWith('/dev/') ? [{ property, device }] : [];
  });
}

/**
 * Asks a worker for the device files of a component. A worker that cannot be asked counts as having them.
 * @throws FlumotionError `device-missing` for the first one that is not there.
 */
export async function demandDevices(
  session: WorkerSession,
  component: PlanetComponent,
  log: Logger,
): Promise<void> {
  const named = devicesOf(component);
  if (named.length === 0) return;
  const devices = named.map(({ device }) => device);
  const answer = await session.link
    .request(checkElements, { elements: [], devices })
    .catch((error: unknown) => {
      log.warn(`worker ${session.facts.name} could not look for devices: ${errorText(error)}`);
      return { absent: [] as string[] };
    });
  const absent = named.find(({ device }) => answer.absent?.includes(device));
  if (!absent) return;
  throw FlumotionError.of('device-missing', {
    worker: session.facts.name,
    component: component.id,
    ...absent,
  });
}
