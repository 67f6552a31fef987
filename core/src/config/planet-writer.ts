import type { ComponentConfig, ManagerSettings, PlanetFile, PlugConfig } from '../model/planet';
import { specOf } from '../model/values';
import type { Fraction, PropertySpec, PropertySpecs, PropertyValue, PropertyValues } from '../plugin';
import type { ConfigCatalogue } from './catalogue';
import { encodeAttribute, encodeText } from './references';
import { writeValue } from './values';

type Attributes = Readonly<Record<string, string | undefined>>;

/**
 * Writes a planet as the text of a planet file: two spaces an indent, everything in the order the planet has it.
 * Reading the text gives the same planet. Secret values are written too: this is the stored file.
 * @param catalogue tells lists from fractions.
 */
export function writePlanet(planet: PlanetFile, catalogue: ConfigCatalogue): string {
  const out = new Writer();
  const writeComponent = componentWriter(out, catalogue);
  out.line('<?xml version="1.0" encoding="UTF-8"?>');
  out.block('planet', {}, () => {
    if (planet.manager) writeManager(out, catalogue, planet.manager);
    if (planet.atmosphere.length > 0) {
      out.block('atmosphere', {}, () => planet.atmosphere.forEach(writeComponent));
    }
    for (const flow of planet.flows) {
      out.block('flow', { name: flow.name }, () => flow.components.forEach(writeComponent));
    }
  });
  return out.text();
}

/** Puts elements on lines of their own, indented. */
class Writer {
  private readonly lines: string[] = [];
  private depth = 0;

  line(text: string): void {
    this.lines.push('  '.repeat(this.depth) + text);
  }

  /** An element with text only, on one line. */
  leaf(name: string, attributes: Attributes, text: string): void {
    this.line(`<${name}${attributeText(attributes)}>${encodeText(text)}</${name}>`);
  }

  /** An element with elements inside, or an empty one when there are none. */
  block(name: string, attributes: Attributes, inside: () => void): void {
    const start = this.lines.length;
    this.line(`<${name}${attributeText(attributes)}>`);
    this.depth++;
    inside();
    this.depth--;
    if (this.lines.length > start + 1) this.line(`</${name}>`);
    else this.lines[start] = `${'  '.repeat(this.depth)}<${name}${attributeText(attributes)}/>`;
  }

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${encodeAttribute(value)}"`)
    .join('');
}

function writeManager(out: Writer, catalogue: ConfigCatalogue, manager: ManagerSettings): void {
  out.block('manager', { name: manager.name }, () => {
    const { host, port, transport, certificate, debug } = manager;
    for (const [name, value] of Object.entries({ host, port, transport, certificate, debug })) {
      if (value !== undefined) out.leaf(name, {}, String(value));
    }
    if (manager.bouncer) componentWriter(out, catalogue)(manager.bouncer);
    writePlugs(out, catalogue, manager.plugs);
  });
}

function componentWriter(out: Writer, catalogue: ConfigCatalogue): (component: ComponentConfig) => void {
  return (component) => {
    const { name, type, label, worker } = component;
    out.block('component', { name, type, label, worker }, () => {
      writeEaters(out, component.eaters);
      writeProperties(out, catalogue.find(type)?.properties, component.properties);
      if (component.clockMaster) out.leaf('clock-master', {}, 'true');
      writePlugs(out, catalogue, component.plugs);
      for (const [feed, real] of Object.entries(component.virtualFeeds)) {
        out.block('virtual-feed', { name: feed, real }, () => undefined);
      }
    });
  };
}

/** An alias that reading would give anyway, the name of the eater, is left out. */
function writeEaters(out: Writer, eaters: ComponentConfig['eaters']): void {
  for (const [eater, links] of Object.entries(eaters)) {
    if (links.length === 0) continue;
    out.block('eater', { name: eater }, () => {
      for (const { feed, alias } of links) {
        out.leaf('feed', { alias: alias === eater ? undefined : alias }, feed);
      }
    });
  }
}

function writePlugs(out: Writer, catalogue: ConfigCatalogue, plugs: readonly PlugConfig[]): void {
  if (plugs.length === 0) return;
  out.block('plugs', {}, () => {
    for (const { type, feeder, properties } of plugs) {
      const specs = catalogue.findPlug?.(type)?.properties;
      out.block('plug', { type, feeder }, () => writeProperties(out, specs, properties));
    }
  });
}

function writeProperties(out: Writer, specs: PropertySpecs = {}, properties: PropertyValues): void {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    const spec = specOf(specs, name);
    const values = spec?.multiple && Array.isArray(value) ? (value as readonly PropertyValue[]) : [value];
    for (const one of values) writeProperty(out, name, spec, one);
  }
}

function writeProperty(
  out: Writer,
  name: string,
  spec: PropertySpec | undefined,
  value: PropertyValue,
): void {
  if (typeof value === 'object' && !Array.isArray(value)) {
    const inner = spec?.type === 'compound' ? spec.properties : undefined;
    out.block('compound-property', { name }, () => writeProperties(out, inner, value as PropertyValues));
  } else {
    out.leaf('property', { name }, writeValue(value as string | number | boolean | Fraction));
  }
}
