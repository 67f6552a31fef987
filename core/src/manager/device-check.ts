import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { holds } from '../model/conditions';
import { withDefaults } from '../model/values';
import type { NeededDevice } from '../plugin';
import { checkElements } from '../rpc/messages';
import type { PlanetComponent } from './planet';
import type { WorkerSession } from './worker-session';

/** A device that a component works with. */
export interface UsedDevice {
  /** Path of its file below `/dev`; with `*` at its end, any that begins so. */
  readonly file: string;
  /** What it is called for people. */
  readonly device: string;
  /** What to do where it is not there. */
  readonly advice: string;
}

/** Devices whose files the properties of a component name, and those that it declares to need. */
export function devicesOf({ spec, config }: PlanetComponent): readonly UsedDevice[] {
  const specs = spec.properties ?? {};
  const values = withDefaults(specs, config.properties);
  const named = Object.entries(specs).flatMap(([property, declared]) => {
    const device = values[property];
    const names = declared.type === 'string' && declared.device === true;
    if (!names || typeof device !== 'string' || !device.startsWith('/dev/')) return [];
    const advice = `connect it, or name another one as its property ${property}`;
    return [{ file: device, device, advice }];
  });
  const needed = (spec.needs?.devices ?? []).flatMap((need) => {
    if (typeof need === 'string' || (need.unless && holds(need.unless, values))) return [];
    const { name, files, advice = 'connect it' } = need;
    return [{ file: files, device: `${files} (${name})`, advice: `${advice}${instead(need)}` }];
  });
  return [...named, ...needed];
}

function instead({ unless }: NeededDevice): string {
  if (!unless) return '';
  const [property, value] = unless;
  return `, or ${value === undefined ? `give its property ${property} a value` : `set its property ${property} to ${String(value)}`}`;
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
  const used = devicesOf(component);
  if (used.length === 0) return;
  const devices = used.map(({ file }) => file);
  const answer = await session.link
    .request(checkElements, { elements: [], devices })
    .catch((error: unknown) => {
      log.warn(`worker ${session.facts.name} could not look for devices: ${errorText(error)}`);
      return { absent: [] as string[] };
    });
  const absent = used.find(({ file }) => answer.absent?.includes(file));
  if (!absent) return;
  const { device, advice } = absent;
  const { name: worker } = session.facts;
  throw FlumotionError.of('device-missing', { worker, component: component.id, device, advice });
}
