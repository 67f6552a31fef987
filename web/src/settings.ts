import type { PropertiesOf } from '@flumotion/core/plugin';
import type { entranceProperties, guardProperties, limitProperties } from './declaration';
import { parseBlocks } from './address';

/** Values of the properties that this library declares; a component's own values have them. */
export type EntranceValues = PropertiesOf<{ properties: typeof entranceProperties }>;
export type LimitValues = PropertiesOf<{ properties: typeof limitProperties }>;
export type GuardValues = PropertiesOf<{ properties: typeof guardProperties }>;

/** Who is let in, and how many. */
export interface DoorSettings {
  readonly clientLimit: number;
  /** 0 for no limit. */
  readonly addressLimit: number;
  /** Bits per second; undefined for no limit. */
  readonly bandwidthLimit: number | undefined;
  readonly redirect: string | undefined;
  /** Seconds; undefined for no limit. */
  readonly duration: number | undefined;
  readonly allowDefault: boolean;
  readonly realm: string;
}

/**
 * Reads the property values.
 * @param mostClients - limit of listeners when none is set.
 */
export function readDoorSettings(properties: LimitValues & GuardValues, mostClients: number): DoorSettings {
  const bandwidth = properties['bandwidth-limit'] ?? 0;
  return {
    clientLimit: properties['client-limit'] ?? mostClients,
    addressLimit: properties['address-limit'],
    // An old wizard wrote megabits where bits were meant; no real limit is that small.
    bandwidthLimit: bandwidth <= 0 ? undefined : bandwidth < 1000 ? bandwidth * 1_000_000 : bandwidth,
    redirect: properties['redirect-on-overflow'],
    duration: (properties.duration ?? 0) > 0 ? properties.duration : undefined,
    allowDefault: properties['allow-default'],
    realm: properties.domain ?? 'Flumotion',
  };
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

/** What is wrong with a mount point; undefined when nothing is. */
export function checkMount(mountPoint: string): string | undefined {
  return /[?#\s]/.test(mountPoint)
    ? `mount-point ${JSON.stringify(mountPoint)} contains a space, ? or #; expected a plain path such as /live.ogg`
    : undefined;
}

/** What is wrong with where connections come from; undefined when nothing is. */
export function checkEntrance(properties: EntranceValues): string | undefined {
  if (properties.type === 'slave') return checkSlave(properties);
  const { 'tls-certificate': certificate, 'tls-key': key } = properties;
  if ((certificate === undefined) !== (key === undefined)) {
    return `tls-certificate and tls-key belong together; ${key === undefined ? 'tls-key' : 'tls-certificate'} is missing`;
  }
  for (const name of ['proxy-protocol-from', 'forwarded-from'] as const) {
    const [first] = parseBlocks(properties[name]).invalid;
    if (first !== undefined)
      return `${name} ${JSON.stringify(first)} is no address or block; expected one such as 192.0.2.7 or 10.0.0.0/8`;
  }
  return undefined;
}

function checkSlave(properties: EntranceValues): string | undefined {
  const missing = (['porter-socket-path', 'porter-username', 'porter-password'] as const).filter(
    (name) => (properties[name] ?? '') === '',
  );
  if (missing.length > 0)
    return `type slave takes its connections from a porter, and ${missing.join(', ')} is missing; expected the values that the porter has as socket-path, username and password`;
  const own = (['tls-certificate', 'tls-key', 'proxy-protocol-from'] as const).find(
    (name) => (properties[name]?.length ?? 0) > 0,
  );
  return own === undefined
    ? undefined
    : `${own} has no use with type slave, whose connections have passed the porter; give it to the porter`;
}

/** What is wrong with limits; undefined when nothing is. */
export function checkLimits(properties: LimitValues): string | undefined {
  const { 'redirect-on-overflow': redirect } = properties;
  if (redirect === undefined || /^\/(?!\/)[!#-;=?-~]*$/.test(redirect)) return undefined;
  if (!(/^https?:\/\/[^\s"<>]+$/.test(redirect) && URL.canParse(redirect))) {
    return `redirect-on-overflow ${JSON.stringify(redirect)} is no URL; expected one such as http://other.example/stream, or the path of another mount point such as /low.ogg`;
  }
  return undefined;
}
