import { InvalidArgumentError } from 'commander';

/** Port of a manager by transport, where none is said. */
const PORTS: Readonly<Record<Transport, number>> = { ssl: 7531, tcp: 8642 };

/** How a manager is spoken to: `ssl` encrypts. */
export type Transport = 'ssl' | 'tcp';

/** Where a manager is. */
export interface ManagerPlace {
  readonly host: string;
  readonly port: number;
  readonly transport: Transport;
}

/** What the text of `-m` says. */
export interface GivenPlace {
  readonly user?: string;
  readonly password?: string;
  readonly host: string;
  readonly port?: number;
  /** Where it is an address as browsers have it. */
  readonly transport?: Transport;
}

/**
 * Reads `[user[:password]@]host[:port]`, or an address as `https://host:7531/`.
 * @throws InvalidArgumentError when it is neither.
 */
export function parsePlace(text: string): GivenPlace {
  const [, scheme, rest = ''] = /^(?:(https?):\/\/)?(.*?)\/?$/s.exec(text) ?? [];
  const at = rest.lastIndexOf('@');
  const [, host, digits] = /^(\[[\da-f:.%]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(rest.slice(at + 1)) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || port === 0 || (port ?? 0) > 65_535)
    throw new InvalidArgumentError('expected [user[:password]@]host[:port]');
  const login = at < 0 ? undefined : rest.slice(0, at);
  const colon = login?.indexOf(':') ?? -1;
  return {
    host,
    ...(port !== undefined && { port }),
    ...(login !== undefined && { user: colon < 0 ? login : login.slice(0, colon) }),
    ...(login !== undefined && colon >= 0 && { password: login.slice(colon + 1) }),
    ...(scheme !== undefined && { transport: scheme === 'https' ? 'ssl' : 'tcp' }),
  };
}

/** The place with what was left out filled in. */
export function completePlace(given: GivenPlace | undefined, transport: Transport | undefined): ManagerPlace {
  const chosen = transport ?? given?.transport ?? 'ssl';
  return { host: given?.host ?? 'localhost', port: given?.port ?? PORTS[chosen], transport: chosen };
}

/** The address of a manager as browsers have it. */
export function addressOf({ host, port, transport }: ManagerPlace): string {
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `${transport === 'ssl' ? 'https' : 'http'}://${bare}:${port}`;
}
