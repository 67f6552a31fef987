import { randomBytes } from 'node:crypto';
import { holds, silences } from '../../model/conditions';
import { ATMOSPHERE, type ComponentConfig } from '../../model/planet';
import { specOf, withDefaults } from '../../model/values';
import type { AnyComponentSpec, PropertyValue } from '../../plugin';
import type { Draft } from './draft';
import type { WizardTypes } from './choices';

const SOCKET = 'porter-socket-path';
const USER = 'porter-username';
const PASSWORD = 'porter-password';
const MOUNT = 'mount-point';
const LAST_PORT = 65_535;

/** A component that was put in and may listen on a port. */
export interface Server {
  readonly config: ComponentConfig;
  readonly spec: AnyComponentSpec;
  readonly step: string;
  /** Properties that somebody chose; others may be changed to what is free. */
  readonly chosen: ReadonlySet<string>;
  /** Path where several share a port. */
  readonly path: string;
}

/** A porter, and how streamers register with it. */
interface Door {
  readonly worker: string;
  readonly port: number;
  readonly values: Readonly<Record<string, PropertyValue>>;
  readonly paths: Set<string>;
}

/**
 * Gives servers ports and paths that are free. Those that come to the same port share it: they are handed their
 * connections by a porter, one that is there or a new one.
 */
export function placeServers(draft: Draft, servers: readonly Server[]): void {
  const doors = existingDoors(draft);
  const used = usedPorts(draft);
  const alone = new Map<string, Server>();
  for (const server of servers) {
    const property = portProperty(server.spec);
    if (property === undefined) continue;
    const worker = server.config.worker ?? '';
    const wished = valueOf(server, property);
    if (typeof wished !== 'number' || wished === 0) continue;
    const key = `${worker}:${wished}`;
    const first = alone.get(key);
    const door = doors.get(key) ?? (first && share(draft, first, wished));
    if (door) {
      doors.set(key, door);
      alone.delete(key);
      enter(draft, server, door);
      continue;
    }
    const isOpen = server.chosen.has(property);
    const port = isOpen ? wished : freePort(wished, (one) => used.has(`${worker}:${one}`));
    used.add(`${worker}:${port}`);
    const placed =
      port === wished ? server : { ...server, config: change(draft, server.config, { [property]: port }) };
    alone.set(`${worker}:${port}`, placed);
  }
}

/** The TCP port on which a component listens unless a porter hands it its connections. */
export function portProperty({ properties = {} }: AnyComponentSpec): string | undefined {
  if (!Object.hasOwn(properties, SOCKET)) return undefined;
  return Object.entries(properties).find(
    ([, spec]) =>
      (spec.type === 'int' || spec.type === 'long') && spec.listens === 'tcp' && spec.listensUnless,
  )?.[0];
}

function valueOf({ spec, config }: Pick<Server, 'spec' | 'config'>, name: string): PropertyValue | undefined {
  return withDefaults(spec.properties ?? {}, config.properties)[name];
}

/** A new porter on the port of a server, which is the first to register with it. */
function share(draft: Draft, first: Server, port: number): Door | undefined {
  const porter = porterSpec(draft.world.types);
  if (!porter) return undefined;
  const worker = first.config.worker ?? '';
  const secret = (): string => randomBytes(12).toString('base64url');
  const [username, password] = [secret(), secret()];
  const socket = `flu-${randomBytes(6).toString('hex')}.socket`;
  draft.add({
    step: first.step,
    name: 'porter-http',
    spec: porter,
    worker,
    outside: true,
    answer: { properties: { port, 'socket-path': socket, username, password } },
  });
  const door: Door = {
    worker,
    port,
    paths: new Set(),
    values: { [SOCKET]: socket, [USER]: username, [PASSWORD]: password },
  };
  enter(draft, first, door);
  return door;
}

function porterSpec(types: WizardTypes): AnyComponentSpec | undefined {
  return types
    .types()
    .map((type) => types.find(type))
    .find((spec) => spec?.kind === 'porter');
}

/** Has a porter hand a server its connections, at a path of its own. */
function enter(draft: Draft, { config, spec, step, chosen, path }: Server, door: Door): void {
  const port = portProperty(spec);
  const [other, slave] = declaredSlave(spec, port);
  const given = chosen.has(MOUNT) ? config.properties[MOUNT] : undefined;
  const mount =
    typeof given === 'string' ? (given.startsWith('/') ? given : `/${given}`) : free(path, door.paths);
  if (door.paths.has(mount)) {
    const text = `${MOUNT}: another stream on port ${door.port} of worker ${door.worker} is at ${mount} already; choose another path`;
    draft.complain(step, text, MOUNT);
  }
  door.paths.add(mount);
  const { [port ?? '']: _, ...rest } = config.properties;
  draft.replace(config, {
    ...config,
    properties: { ...rest, [MOUNT]: mount, [other]: slave, ...door.values },
  });
}

/** The property, and the value of it, with which a component does not listen itself. */
function declaredSlave({ properties = {} }: AnyComponentSpec, port = ''): readonly [string, string] {
  const property = specOf(properties, port);
  const [name, value] = (property && 'listens' in property && silences(property)[0]) || [];
  return name !== undefined && typeof value === 'string' ? [name, value] : ['type', 'slave'];
}

function free(path: string, taken: ReadonlySet<string>): string {
  let name = path;
  for (let at = 2; taken.has(name); at++) name = `${path}-${at}`;
  return name;
}

function freePort(wished: number, isUsed: (port: number) => boolean): number {
  let port = wished;
  while (isUsed(port) && port < LAST_PORT) port++;
  return port;
}

function change(
  draft: Draft,
  config: ComponentConfig,
  properties: Readonly<Record<string, PropertyValue>>,
): ComponentConfig {
  const after = { ...config, properties: { ...config.properties, ...properties } };
  draft.replace(config, after);
  return after;
}

/** The porters that are there and say how to register with them, by worker and port. */
function existingDoors(draft: Draft): Map<string, Door> {
  const doors = new Map<string, Door>();
  const slaves = draft.world.flows.flatMap(({ components }) => components);
  for (const config of draft.world.flows.find(({ name }) => name === ATMOSPHERE)?.components ?? []) {
    const spec = draft.world.types.find(config.type);
    if (spec?.kind !== 'porter') continue;
    const values = withDefaults(spec.properties ?? {}, config.properties);
    const { port, username, password } = values;
    const socket = values['socket-path'] ?? `${config.name}.socket`;
    const isOpen = values['require-password'] === false;
    if (typeof port !== 'number' || (!isOpen && (username === undefined || password === undefined))) continue;
    const worker = config.worker ?? '';
    const paths = slaves
      .filter((one) => one.worker === worker && one.properties[SOCKET] === socket)
      .map((one) => pathText(one.properties[MOUNT]));
    doors.set(`${worker}:${port}`, {
      worker,
      port,
      paths: new Set(paths),
      values: {
        [SOCKET]: socket,
        ...(username !== undefined && { [USER]: username }),
        ...(password !== undefined && { [PASSWORD]: password }),
      },
    });
  }
  return doors;
}

/** The TCP ports on which what is there listens, as `worker:port`. */
function usedPorts({ world }: Draft): Set<string> {
  const used = new Set<string>();
  for (const config of world.flows.flatMap(({ components }) => components)) {
    const specs = world.types.find(config.type)?.properties ?? {};
    const values = withDefaults(specs, config.properties);
    for (const [name, spec] of Object.entries(specs)) {
      if ((spec.type !== 'int' && spec.type !== 'long') || spec.listens !== 'tcp') continue;
      if (!silences(spec).some((condition) => holds(condition, values)))
        used.add(`${config.worker ?? ''}:${Number(values[name])}`);
    }
  }
  return used;
}

function pathText(value: PropertyValue | undefined): string {
  return typeof value === 'string' ? value : '/';
}
