import { didYouMean } from '../model/nearest';
import type { PlugConfig } from '../model/planet';
import { quoted } from '../model/problem';
import type { ConfigCatalogue } from './catalogue';
import { readProperties } from './property-elements';
import type { Reader } from './reader';
import { retiredText } from './retired-types';
import type { XmlElement } from './xml';

/**
 * Reads one `<plugs>` block.
 * @param sockets the sockets that the component (or the manager) offers.
 */
export function readPlugs(
  reader: Reader,
  catalogue: ConfigCatalogue,
  plugs: XmlElement,
  sockets: readonly string[],
): readonly PlugConfig[] {
  const configs: PlugConfig[] = [];
  reader.attributes(plugs, {});
  reader.children(plugs, {
    plug: (element) => {
      const plug = readPlug(reader, catalogue, element, sockets);
      if (plug) configs.push(plug);
    },
  });
  return configs;
}

function readPlug(
  reader: Reader,
  catalogue: ConfigCatalogue,
  element: XmlElement,
  sockets: readonly string[],
): PlugConfig | undefined {
  const { type } = reader.attributes(element, { required: ['type'], optional: ['socket'] });
  const properties: XmlElement[] = [];
  const keep = (child: XmlElement): void => void properties.push(child);
  reader.children(element, { property: keep, 'compound-property': keep });
  if (type === undefined) return undefined;
  const declaration = catalogue.findPlug?.(type);
  if (!declaration) {
    const guess = didYouMean(type, catalogue.plugTypes?.() ?? []);
    const unknown = `plug type ${quoted(type)} is not installed${guess || '; remove the plug or install it'}`;
    reader.error(element, retiredText(type, 'plug') ?? unknown);
    return undefined;
  }
  if (!sockets.includes(declaration.socket)) {
    const offered = sockets.length > 0 ? `it offers ${sockets.join(', ')}` : 'it takes no plugs';
    reader.error(
      element,
      `plug ${quoted(type)} fits the socket ${declaration.socket}, which is not here; ${offered}`,
    );
  }
  return {
    type,
    properties: readProperties(reader, element, properties, declaration.properties ?? {}),
    place: reader.place(element),
  };
}
