import {
  checkEntrance,
  checkLimits,
  checkMount,
  mountPath,
  readDoorSettings,
  type DoorSettings,
} from '@flumotion/http';
import type { Properties } from './declaration';
import type { Burst } from './ring';

/** Seconds that a listener may take nothing when `timeout` is 0. */
const TIMEOUT = 30;

/** The property values, as the rest of the component uses them. */
export interface Settings extends DoorSettings {
  /** Path with a leading slash, percent-decoded. */
  readonly mount: string;
  /** What new listeners are given at once; `exact` when a length is wanted. Undefined when they start at a keyframe to come. */
  readonly burst: (Burst & { readonly exact: boolean }) | undefined;
  /** Milliseconds. */
  readonly flushInterval: number;
  /** Seconds. */
  readonly maxLag: number;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * Reads the property values.
 * @param mostClients - limit of listeners when none is set.
 */
export function readSettings(properties: Properties, mostClients: number): Settings {
  const { 'burst-time': time = 0, 'burst-size': kilobytes = 0 } = properties;
  return {
    ...readDoorSettings(properties, mostClients),
    mount: mountPath(properties['mount-point']),
    burst: properties['burst-on-connect']
      ? { time, size: kilobytes * 1024, exact: time > 0 || kilobytes > 0 }
      : undefined,
    flushInterval: properties['flush-interval'],
    maxLag: properties['max-lag'],
    timeout: properties.timeout > 0 ? properties.timeout : TIMEOUT,
  };
}

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkProperties(properties: Properties): string | undefined {
  if ((properties['burst-time'] ?? 0) > 0 && (properties['burst-size'] ?? 0) > 0) {
    return 'burst-time and burst-size exclude each other; give one of them';
  }
  return checkEntrance(properties) ?? checkLimits(properties) ?? checkMount(properties['mount-point']);
}
