import { errorText } from '../errors';
import { parseLevels } from '../log/levels';
import type { ComponentConfig, ManagerSettings, PlugConfig } from '../model/planet';
import { quoted } from '../model/problem';
import type { ConfigCatalogue } from './catalogue';
import { readComponent } from './component-element';
import { managerNameProblem } from './names';
import { MANAGER_HOST, readPlugs } from './plug-elements';
import type { Reader } from './reader';
import { parseInteger } from './values';
import type { XmlElement } from './xml';

type Settings = { -readonly [K in keyof Omit<ManagerSettings, 'plugs'>]: ManagerSettings[K] };

/** Reads `<manager>`: where it listens, its bouncer and its plugs. */
export function readManager(
  reader: Reader,
  catalogue: ConfigCatalogue,
  element: XmlElement,
): ManagerSettings {
  const settings: Settings = {};
  const plugs: PlugConfig[] = [];
  const { name } = reader.attributes(element, { optional: ['name'] });
  const wrong = name === undefined ? undefined : managerNameProblem(name);
  if (wrong !== undefined) reader.error(element, wrong);
  else if (name !== undefined) settings.name = name;
  const set = <K extends keyof Settings>(key: K, value: Settings[K] | undefined): void => {
    if (value !== undefined) settings[key] = value;
  };
  reader.children(
    element,
    {
      host: (child) => set('host', reader.word(child)),
      port: (child) => set('port', readPort(reader, child)),
      transport: (child) => set('transport', readTransport(reader, child)),
      certificate: (child) => set('certificate', reader.word(child)),
      debug: (child) => set('debug', readDebug(reader, child)),
      component: (child) => set('bouncer', readBouncer(reader, catalogue, child)),
      plugs: (child) => void plugs.push(...readPlugs(reader, catalogue, child, MANAGER_HOST)),
    },
    ['host', 'port', 'transport', 'certificate', 'debug', 'component'],
  );
  return { ...settings, plugs };
}

/** Reads a TCP port; undefined when the text is empty or wrong, the latter being reported. */
export function readPort(reader: Reader, element: XmlElement): number | undefined {
  const text = reader.word(element);
  if (text === undefined) return undefined;
  const port = parseInteger(text);
  if (port !== undefined && port >= 1 && port <= 65535) return port;
  reader.error(element, `<${element.name}> ${quoted(text)} is not a port from 1 to 65535`);
  return undefined;
}

/** Reads levels of the log; undefined when the text is empty or wrong, the latter being reported. */
export function readDebug(reader: Reader, element: XmlElement): string | undefined {
  const text = reader.word(element);
  try {
    if (text !== undefined) parseLevels(text);
    return text;
  } catch (error) {
    reader.error(element, errorText(error));
    return undefined;
  }
}

/** Reads the name of a transport; undefined when the text is empty or wrong, the latter being reported. */
export function readTransport(reader: Reader, element: XmlElement): 'tcp' | 'ssl' | undefined {
  const text = reader.word(element);
  if (text === undefined || text === 'tcp' || text === 'ssl') return text;
  reader.error(element, `<${element.name}> ${quoted(text)} is neither tcp nor ssl`);
  return undefined;
}

function readBouncer(
  reader: Reader,
  catalogue: ConfigCatalogue,
  element: XmlElement,
): ComponentConfig | undefined {
  const bouncer = readComponent(reader, catalogue, element, 'manager');
  const kind = bouncer && catalogue.find(bouncer.type)?.kind;
  if (bouncer && kind !== 'bouncer') {
    reader.error(element, `${quoted(bouncer.type)} is no bouncer; the manager's component must be one`);
    return undefined;
  }
  return bouncer;
}
