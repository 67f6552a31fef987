import type { PlugSockets } from './sockets';

/**
 * What is known of a socket beside its types.
 * @example
 * ```ts
 * const facts: SocketFacts = { where: 'component', hooks: ['event'], may: ['rotate'] };
 * ```
 */
export interface SocketFacts {
  /** Where it is: in components, or in the manager. */
  readonly where: 'component' | 'manager';
  /** Name of the socket in planet files and packages of Flumotion 0.10. */
  readonly original?: string;
  /** Hooks that a plug must have. */
  readonly hooks: readonly string[];
  /** Hooks that it may have. */
  readonly may: readonly string[];
}

const BASE = 'flumotion.component.plugs';
const BOUNCERS = 'flumotion.component.bouncers';
const FILES = 'flumotion.component.misc.httpserver';

/**
 * The sockets of the core by name.
 * @example
 * ```ts
 * SOCKETS['request-logger'].hooks; // ['event']
 * ```
 */
export const SOCKETS: Readonly<Record<keyof PlugSockets, SocketFacts>> = {
  component: { where: 'component', original: `${BASE}.base.ComponentPlug`, hooks: [], may: [] },
  effect: { where: 'component', hooks: [], may: ['elementMessage'] },
  'request-logger': {
    where: 'component',
    original: `${BASE}.request.RequestLoggerPlug`,
    hooks: ['event'],
    may: ['rotate'],
  },
  'request-modifier': {
    where: 'component',
    original: `${BASE}.requestmodifier.RequestModifierPlug`,
    hooks: ['modify'],
    may: [],
  },
  'stream-data': {
    where: 'component',
    original: `${BASE}.streamdata.StreamDataProviderPlug`,
    hooks: ['streamData'],
    may: [],
  },
  pages: { where: 'component', original: `${BASE}.base.ComponentPlug`, hooks: ['page'], may: [] },
  bouncer: {
    where: 'component',
    original: `${BOUNCERS}.plug.BouncerPlug`,
    hooks: ['authenticate'],
    may: ['review', 'left'],
  },
  'bouncer-algorithm': {
    where: 'component',
    original: `${BOUNCERS}.algorithms.BouncerAlgorithm`,
    hooks: ['authenticate'],
    may: ['review', 'left'],
  },
  'file-provider': {
    where: 'component',
    original: `${FILES}.fileprovider.FileProviderPlug`,
    hooks: ['open'],
    may: ['root'],
  },
  'metadata-provider': {
    where: 'component',
    original: `${FILES}.metadataprovider.MetadataProviderPlug`,
    hooks: ['metadata'],
    may: [],
  },
  'rate-controller': {
    where: 'component',
    original: `${FILES}.ratecontrol.RateControllerPlug`,
    hooks: ['pace'],
    may: [],
  },
  manager: { where: 'manager', original: `${BASE}.base.ManagerPlug`, hooks: [], may: [] },
  'admin-action': {
    where: 'manager',
    original: `${BASE}.adminaction.AdminActionPlug`,
    hooks: ['action'],
    may: [],
  },
  identity: {
    where: 'manager',
    original: `${BASE}.identity.IdentityProviderPlug`,
    hooks: ['identify'],
    may: [],
  },
  'manager-pages': { where: 'manager', hooks: ['pages'], may: [] },
};

/**
 * Our word for a socket that may be named as Flumotion 0.10 did; other names stay as they are.
 * @example
 * ```ts
 * socketName('flumotion.component.plugs.base.ComponentPlug'); // 'component'
 * ```
 */
export function socketName(name: string): string {
  return Object.entries(SOCKETS).find(([, { original }]) => original === name)?.[0] ?? name;
}

/**
 * Whether a name, ours or that of Flumotion 0.10, means a socket. One name of the original may stand for several.
 * @example
 * ```ts
 * namesSocket('component', 'component'); // true
 * ```
 */
export function namesSocket(name: string, socket: string): boolean {
  const facts = Object.hasOwn(SOCKETS, socket) ? SOCKETS[socket as keyof PlugSockets] : undefined;
  return name === socket || facts?.original === name;
}
