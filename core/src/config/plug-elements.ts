import { effectPlace, type EffectPlace } from '../model/effects';
import { didYouMean } from '../model/nearest';
import type { PlugConfig } from '../model/planet';
import { quoted } from '../model/problem';
import { namesSocket, socketName, SOCKETS, type AnyComponentSpec } from '../plugin';
import type { ConfigCatalogue, PlugDeclaration } from './catalogue';
import { readProperties } from './property-elements';
import type { Reader } from './reader';
import { retiredText } from './retired-types';
import type { XmlElement } from './xml';

/** What takes plugs: a component, or the manager. */
export interface PlugHost {
  /** Sockets it offers. */
  readonly sockets: readonly string[];
  /** Finds the feeder for an effect; undefined where there are no effects. */
  readonly effect?: (caps: string, feeder: string | undefined) => EffectPlace;
}

/** Sockets that the manager itself offers. */
export const MANAGER_HOST: PlugHost = { sockets: socketsIn('manager') };

/** What a component of a type takes: plugs for its own sockets, those every component has, and effects. */
export function componentHost(spec: AnyComponentSpec): PlugHost {
  const sockets = ['component', ...(spec.sockets ?? []).map(socketName)];
  return { sockets, effect: (caps, feeder) => effectPlace(spec, caps, feeder) };
}

/** Reads one `<plugs>` block. */
export function readPlugs(
  reader: Reader,
  catalogue: ConfigCatalogue,
  plugs: XmlElement,
  host: PlugHost,
): readonly PlugConfig[] {
  const configs: PlugConfig[] = [];
  reader.attributes(plugs, {});
  reader.children(plugs, {
    plug: (element) => {
      const plug = readPlug(reader, catalogue, element, host);
      if (plug) configs.push(plug);
    },
  });
  return configs;
}

function readPlug(
  reader: Reader,
  catalogue: ConfigCatalogue,
  element: XmlElement,
  host: PlugHost,
): PlugConfig | undefined {
  const rules = { required: ['type'], optional: ['socket', 'feeder'] };
  const { type, socket, feeder } = reader.attributes(element, rules);
  const properties: XmlElement[] = [];
  const keep = (child: XmlElement): void => void properties.push(child);
  reader.children(element, { property: keep, 'compound-property': keep });
  if (type === undefined) return undefined;
  const declaration = catalogue.findPlug?.(type);
  if (!declaration) {
    const guess = didYouMean(type, catalogue.plugTypes?.() ?? []);
    const unknown = `plug type ${quoted(type)} is not installed${guess || '; remove the plug or install it'}`;
    const reason = catalogue.why?.(type);
    const unusable = reason && `plug type ${quoted(type)} cannot be used: ${reason}`;
    reader.error(element, unusable ?? retiredText(type, 'plug') ?? unknown);
    return undefined;
  }
  const fits = socketName(declaration.socket);
  if (socket !== undefined && !namesSocket(socket, fits)) {
    reader.warn(element, `plug ${quoted(type)} fits the socket ${fits}; socket=${quoted(socket)} is ignored`);
  }
  checkPlace(reader, element, declaration, host, feeder);
  return {
    type,
    properties: readProperties(reader, element, properties, declaration.properties ?? {}),
    ...(feeder === undefined ? {} : { feeder }),
    place: reader.place(element),
  };
}

function checkPlace(
  reader: Reader,
  element: XmlElement,
  { type, socket: declared, caps }: PlugDeclaration,
  host: PlugHost,
  feeder: string | undefined,
): void {
  const socket = socketName(declared);
  if (socket === 'effect' && host.effect) {
    const place = host.effect(caps ?? '', feeder);
    if (!place.ok) reader.error(element, `plug ${quoted(type)}: ${place.problem}`);
    return;
  }
  if (feeder !== undefined) {
    reader.error(
      element,
      `plug ${quoted(type)} is no effect, so it stands in front of no feeder; remove feeder`,
    );
  }
  if (host.sockets.includes(socket)) return;
  const offered = `it offers ${host.sockets.join(', ')}`;
  reader.error(element, `plug ${quoted(type)} fits the socket ${socket}, which is not here; ${offered}`);
}

function socketsIn(where: 'component' | 'manager'): readonly string[] {
  return Object.entries(SOCKETS).flatMap(([name, facts]) => (facts.where === where ? [name] : []));
}
