import {
  checkEntrance,
  checkLimits,
  checkMount,
  mountPath,
  readDoorSettings,
  type DoorSettings,
} from '@flumotion/web';
import type { Properties } from './declaration';
import { checkPath } from './fileprovider-local';

/** Descriptors that a request needs: its connection, the file, and a copy of it. */
const DESCRIPTORS = 3;

/** The property values, as the rest of the component uses them. */
export interface Settings extends DoorSettings {
  /** Percent-decoded, with a slash in front and none at the end; empty for the root. */
  readonly mount: string;
}

/**
 * Reads the property values.
 * @param descriptors - descriptors that there are for clients.
 */
export function readSettings(properties: Properties, descriptors: number): Settings {
  return {
    ...readDoorSettings(properties, Math.max(1, Math.floor(descriptors / DESCRIPTORS))),
    mount: mountPath(properties['mount-point']).replace(/\/+$/, ''),
  };
}

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkProperties(properties: Properties): string | undefined {
  return (
    checkEntrance(properties) ??
    checkLimits(properties) ??
    checkMount(properties['mount-point']) ??
    (properties.path === undefined ? undefined : checkPath(properties.path))
  );
}
