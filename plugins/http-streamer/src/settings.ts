import type { Properties } from './declaration';
import type { Burst } from './ring';

/** Seconds that a listener may take nothing when `timeout` is 0. */
const TIMEOUT = 30;

/** The property values, as the rest of the component uses them. */
export interface Settings {
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
  /** Seconds; undefined for no limit. */
  readonly duration: number | undefined;
  readonly clientLimit: number;
  /** 0 for no limit. */
  readonly addressLimit: number;
  /** Bits per second; undefined for no limit. */
  readonly bandwidthLimit: number | undefined;
  readonly redirect: string | undefined;
  readonly allowDefault: boolean;
  readonly realm: string;
}

/** The path of a mount point: with a leading slash, percent-decoded where that makes sense. */
export function mountPath(mountPoint: string): string {
  const path = mountPoint.startsWith('/') ? mountPoint : `/${mountPoint}`;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Reads the property values.
 * @param mostClients - limit of listeners when none is set.
 */
export function readSettings(properties: Properties, mostClients: number): Settings {
  const { 'burst-time': time = 0, 'burst-size': kilobytes = 0 } = properties;
  const bandwidth = properties['bandwidth-limit'] ?? 0;
  return {
    mount: mountPath(properties['mount-point']),
    burst: properties['burst-on-connect']
      ? { time, size: kilobytes * 1024, exact: time > 0 || kilobytes > 0 }
      : undefined,
    flushInterval: properties['flush-interval'],
    maxLag: properties['max-lag'],
    timeout: properties.timeout > 0 ? properties.timeout : TIMEOUT,
    duration: (properties.duration ?? 0) > 0 ? properties.duration : undefined,
    clientLimit: properties['client-limit'] ?? mostClients,
    addressLimit: properties['address-limit'],
    // An old wizard wrote megabits where bits were meant; no real limit is that small.
    bandwidthLimit: bandwidth <= 0 ? undefined : bandwidth < 1000 ? bandwidth * 1_000_000 : bandwidth,
    redirect: properties['redirect-on-overflow'],
    allowDefault: properties['allow-default'],
    realm: properties.domain ?? 'Flumotion',
  };
}

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkProperties(properties: Properties): string | undefined {
  if (properties.type === 'slave') {
    return 'type slave takes its connections from a porter component, which does not exist yet; use type master, which listens on a port of its own';
  }
  if ((properties['burst-time'] ?? 0) > 0 && (properties['burst-size'] ?? 0) > 0) {
    return 'burst-time and burst-size exclude each other; give one of them';
  }
  const { 'redirect-on-overflow': redirect } = properties;
  if (redirect !== undefined && !isHttpUrl(redirect)) {
    return `redirect-on-overflow ${JSON.stringify(redirect)} is no URL; expected one such as http://other.example/stream`;
  }
  if (/[?#\s]/.test(properties['mount-point'])) {
    return `mount-point ${JSON.stringify(properties['mount-point'])} contains a space, ? or #; expected a plain path such as /live.ogg`;
  }
  return undefined;
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text);
}
