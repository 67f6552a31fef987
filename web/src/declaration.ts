import type { PropertySpec, PropertySpecs, StatSpec } from '@flumotion/core/plugin';

/**
 * The port of a component that is reached by HTTP, itself or through a porter.
 * @param port - the default.
 * @param url - name of the stat that shows the URL.
 */
export function portProperty(port: number, url = 'stream-url') {
  return {
    type: 'int',
    listens: 'tcp',
    listensUnless: ['type', 'slave'],
    listensAt: 'interface',
    min: 0,
    max: 65535,
    default: port,
    description: `TCP port to listen on; 0 takes any free one, shown in ${url}.`,
  } as const satisfies PropertySpec;
}

/** Where connections come from; a component adds its own `mount-point` and `port`. */
export const entranceProperties = {
  interface: {
    type: 'string',
    description: 'Address to listen on, as 127.0.0.1 or ::1; all addresses of the machine when left out.',
  },
  hostname: {
    type: 'string',
    description: 'Name of this machine in the URLs that are shown; never an address to listen on.',
  },
  type: {
    type: 'enum',
    values: ['master', 'slave'],
    default: 'master',
    description: 'Whether it listens itself (master) or is handed connections by a porter (slave).',
  },
  'porter-socket-path': { type: 'string', description: "The porter's socket; only used by type slave." },
  'porter-username': { type: 'string', description: 'Name for the porter; only used by type slave.' },
  'porter-password': {
    type: 'string',
    secret: true,
    description: 'Password for the porter; only used by type slave.',
  },
  'tls-certificate': {
    type: 'string',
    description:
      'PEM file with the certificate and its chain; with it and tls-key the port speaks HTTPS. A changed file is taken within 5 s.',
  },
  'tls-key': { type: 'string', description: 'PEM file with the private key of tls-certificate.' },
  'proxy-protocol-from': {
    type: 'string',
    multiple: true,
    description:
      'Address or block, as 10.0.0.0/8, of proxies that begin each connection with the PROXY protocol.',
  },
  'forwarded-from': {
    type: 'string',
    multiple: true,
    description:
      'Address or block of proxies whose X-Forwarded-For is believed; that of anybody else is ignored.',
  },
} as const satisfies PropertySpecs;

/** How many are let in. */
export const limitProperties = {
  'client-limit': {
    type: 'int',
    min: 0,
    live: true,
    description: 'Most listeners at a time; by default what the limit of open files allows, less 50.',
  },
  'address-limit': {
    type: 'int',
    min: 0,
    default: 0,
    live: true,
    description:
      'Most listeners from one address at a time, of IPv6 from one network of 64 bits; 0 sets no limit.',
  },
  'bandwidth-limit': {
    type: 'int',
    min: -1,
    unit: 'bit/s',
    live: true,
    description:
      'Most bandwidth of all listeners together; below 1000 it counts Mbit/s, and 0 or -1 sets no limit.',
  },
  'redirect-on-overflow': {
    type: 'string',
    live: true,
    description:
      'URL, or path of another mount point behind the same host and port, that listeners over a limit are sent to; they are refused when left out.',
  },
  duration: {
    type: 'float',
    min: 0,
    unit: 's',
    live: true,
    description: 'Longest stay of a listener; what the bouncer grants wins.',
  },
} as const satisfies PropertySpecs;

/** Who is let in, and whose requests are not logged. */
export const guardProperties = {
  bouncer: {
    type: 'string',
    names: 'bouncer',
    description:
      'Name of the bouncer that judges listeners; open to all when left out and no plug judges them.',
  },
  'allow-default': {
    type: 'bool',
    default: false,
    live: true,
    description: 'Admit listeners while the bouncer, or the plug that judges them, cannot be asked.',
  },
  domain: { type: 'string', description: 'Realm shown when a listener is asked for name and password.' },
  'ip-filter': {
    type: 'string',
    multiple: true,
    description: 'Address or block, as 10.0.0.0/8, whose requests are not logged.',
  },
  'issuer-class': {
    type: 'string',
    description: 'Kind of keycard issuer.',
    retired: 'listeners are always asked for name and password or a token',
  },
} as const satisfies PropertySpecs;

/** How many listen and what they are sent; what counts as a listener is the component's to say, in `clients-current`. */
export const audienceStats = {
  'clients-max': { kind: 'gauge', description: 'Most listeners allowed.' },
  'clients-peak': { kind: 'gauge', description: 'Most listeners at a time so far.' },
  'clients-peak-time': { kind: 'text', description: 'When the peak was reached.' },
  'clients-average': { kind: 'gauge', description: 'Mean number of listeners since the start.' },
  'consumption-bitrate': { kind: 'gauge', unit: 'bit/s', description: 'Mean rate sent to all listeners.' },
  'consumption-bitrate-current': {
    kind: 'gauge',
    unit: 'bit/s',
    description: 'Rate sent to all listeners over the last 10 s.',
  },
  'consumption-totalbytes': { kind: 'counter', unit: 'bytes', description: 'Bytes sent to all listeners.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

/** Requests that were not given what they asked for. */
export const refusalStats = {
  'refused-not-ready': {
    kind: 'counter',
    description: 'Requests refused because there was nothing to give yet.',
  },
  'refused-full': { kind: 'counter', description: 'Requests refused or redirected because of a limit.' },
  'refused-login': { kind: 'counter', description: 'Requests the bouncer did not admit.' },
  'refused-invalid': { kind: 'counter', description: 'Requests for nothing this component serves.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

/** Name of a counter of refusals. */
export type RefusalStat = keyof typeof refusalStats;

/** Sockets of a component that answers requests. */
export const REQUEST_SOCKETS = [
  'request-logger',
  'request-modifier',
  'stream-data',
  'bouncer',
  'bouncer-algorithm',
] as const;
