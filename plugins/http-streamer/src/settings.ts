import {
  checkEntrance,
  checkLimits,
  checkMount,
  mountPath,
  readDoorSettings,
  type DoorSettings,
} from '@flumotion/web';
import type { Properties, SharedProperties } from './declaration';
import { LEAST_INTERVAL } from './icy';
import type { Announcers } from './metadata-request';
import type { StationSettings } from './station';
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
  readonly station: StationSettings;
  readonly announcers: Announcers;
}

/** Names that sources and administrators of Icecast log in with. */
const USUAL_USERS = ['source', 'admin'];

/**
 * Reads the property values.
 * @param mostClients - limit of listeners when none is set.
 */
export function readSettings(properties: SharedProperties, mostClients: number): Settings {
  const { 'burst-time': time = 0, 'burst-size': kilobytes = 0 } = properties;
  const door = readDoorSettings(properties, mostClients);
  const mount = mountPath(properties['mount-point']);
  const { title, 'short-name': name, genre, url, description, public: listed } = properties;
  const { 'metadata-user': user, 'metadata-password': password } = properties;
  return {
    ...door,
    mount,
    burst: properties['burst-on-connect']
      ? { time, size: kilobytes * 1024, exact: time > 0 || kilobytes > 0 }
      : undefined,
    flushInterval: properties['flush-interval'],
    maxLag: properties['max-lag'],
    timeout: properties.timeout > 0 ? properties.timeout : TIMEOUT,
    station: { title, name, genre, url, description, public: listed },
    announcers: { users: user === undefined ? USUAL_USERS : [user], password, mount, realm: door.realm },
  };
}

/** What is wrong with values that are each valid; undefined when nothing is. */
export function checkProperties(properties: SharedProperties): string | undefined {
  if ((properties['burst-time'] ?? 0) > 0 && (properties['burst-size'] ?? 0) > 0) {
    return 'burst-time and burst-size exclude each other; give one of them';
  }
  const { url } = properties;
  if (url && !(/^https?:/i.test(url) && URL.canParse(url))) {
    return `url ${JSON.stringify(url)} is no URL; expected one such as http://radio.example/`;
  }
  if (properties['metadata-password'] === '') {
    return 'metadata-password is empty; leave it out, then nobody may say what plays';
  }
  const { 'mount-point': mount, 'redirect-on-overflow': redirect } = properties;
  if (redirect?.startsWith('/') && mountPath(redirect) === mountPath(mount)) {
    return `redirect-on-overflow ${JSON.stringify(redirect)} is this mount point itself`;
  }
  return checkEntrance(properties) ?? checkLimits(properties) ?? checkMount(properties['mount-point']);
}

/** What is wrong with the values of an http-streamer; undefined when nothing is. */
export function checkHttpProperties(properties: Properties): string | undefined {
  const { 'icy-metadata-interval': interval } = properties;
  return interval > 0 && interval < LEAST_INTERVAL
    ? `icy-metadata-interval ${interval} would be a stream of metadata; expected 0 or at least ${LEAST_INTERVAL}`
    : checkProperties(properties);
}
