import type { PlanetFile } from '../model/planet';
import type { Problem } from '../model/problem';
import type { ConfigCatalogue } from './catalogue';
import { readComponents, readFlows } from './flow-elements';
import { readManager } from './manager-element';
import { readConfigText } from './read-text';
import { Reader } from './reader';
import { parseXml, type XmlElement } from './xml';

/** A planet file that was read, and what deserves a warning: retired properties, feeds that nothing here offers. */
export interface ReadPlanet {
  readonly planet: PlanetFile;
  readonly warnings: readonly Problem[];
}

/** A planet as far as it could be read, with everything that is wrong in it. */
export interface JudgedPlanet extends ReadPlanet {
  /** Sorted by line. */
  readonly errors: readonly Problem[];
}

/**
 * Reads a planet file.
 * @throws FlumotionError `file-unreadable`, or `planet-invalid` listing every error as `file:line: text`.
 */
export function readPlanetFile(path: string, catalogue: ConfigCatalogue): ReadPlanet {
  return parsePlanet(readConfigText(path), path, catalogue);
}

/**
 * Reads the text of a planet file.
 * @param file name of the file, for messages.
 * @throws FlumotionError `planet-invalid` listing every error as `file:line: text`.
 */
export function parsePlanet(text: string, file: string, catalogue: ConfigCatalogue): ReadPlanet {
  const reader = new Reader(file);
  const planet = readRoot(reader, catalogue, reader.root(parseXml(text), 'planet'));
  reader.finish('planet-invalid');
  return { planet, warnings: reader.warnings };
}

/**
 * Reads the text of a planet, or of one `<flow>` alone, for whoever shows what is wrong in it; throws nothing.
 * @param file name of the text, for messages.
 */
export function judgePlanet(text: string, file: string, catalogue: ConfigCatalogue): JudgedPlanet {
  const reader = new Reader(file);
  const parsed = parseXml(text);
  const alone = 'root' in parsed && parsed.root.name === 'flow' ? parsed.root : undefined;
  const around = (flow: XmlElement): XmlElement => ({
    name: 'planet',
    attributes: {},
    children: [flow],
    text: '',
    line: flow.line,
  });
  const planet = readRoot(reader, catalogue, alone ? around(alone) : reader.root(parsed, 'planet'));
  const errors = [...reader.errors].sort((a, b) => a.place.line - b.place.line);
  return { planet, errors, warnings: reader.warnings };
}

function readRoot(reader: Reader, catalogue: ConfigCatalogue, root: XmlElement | undefined): PlanetFile {
  const managers: XmlElement[] = [];
  const atmospheres: XmlElement[] = [];
  const flows: XmlElement[] = [];
  if (root) {
    reader.children(
      root,
      {
        manager: (child) => void managers.push(child),
        atmosphere: (child) => void atmospheres.push(child),
        flow: (child) => void flows.push(child),
      },
      ['manager'],
    );
  }
  for (const element of atmospheres) reader.attributes(element, {});
  return {
    file: reader.file,
    ...(managers[0] && { manager: readManager(reader, catalogue, managers[0]) }),
    atmosphere: readComponents(reader, catalogue, atmospheres, 'atmosphere'),
    flows: readFlows(reader, catalogue, flows),
  };
}
