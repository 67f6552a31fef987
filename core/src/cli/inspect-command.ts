import type { Command } from 'commander';
import type { RegistryEntry } from '@flumotion/registry';
import { Catalogue, definitionJson, type CataloguePlaces, type Definition } from '../catalogue';
import { FlumotionError } from '../errors';
import { guidance } from '../model/nearest';
import { planetSchema } from '../model/planet-schema';
import { specOf } from '../model/values';
import { isPlug, type PropertySpec, type PropertySpecs } from '../plugin';
import { completeWith } from './completion';
import { commandLogger, createCommand, type CommonOptions, endAfterwards } from './frame';
import { componentText } from './inspect-component';
import { listText } from './inspect-list';
import { propertyLines } from './inspect-parts';
import { plugText } from './inspect-plug';
import { outlivePlugins } from './plugin-faults';

const EXAMPLES = [
  {
    command: 'flumotion-inspect',
    does: 'all components and plugs here, by kind, and what is wrong with packages',
  },
  { command: 'flumotion-inspect theora-encoder', does: 'everything about one component' },
  { command: 'flumotion-inspect theora-encoder bitrate', does: 'one of its properties' },
  { command: 'flumotion-inspect --json ogg-muxer', does: 'the same for programs' },
];

interface Options extends CommonOptions {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly schema?: boolean;
}

/** The command flumotion-inspect. */
export function inspectCommand(
  write: (text: string) => void = (text) => void process.stdout.write(text),
  places?: CataloguePlaces,
): Command {
  const command = createCommand({
    name: 'flumotion-inspect',
    summary: 'Shows which components and plugs are installed here, and what each of them is and can do.',
    examples: EXAMPLES,
  })
    .argument('[type]', 'component or plug type, as theora-encoder')
    .argument('[property]', 'one of its properties; name:inner for one inside a compound')
    .option('--json', 'print JSON')
    .option('--list', 'print only the names of all components and plugs, one a line')
    .option('--schema', 'print the JSON Schema of a planet of these components and plugs')
    .action((type: string | undefined, property: string | undefined, options: Options) => {
      const catalogue = Catalogue.scan(places);
      outlivePlugins(catalogue, commandLogger(options, 'inspect', 'plugins'));
      write(`${answer(catalogue, type, property, options)}\n`);
      endAfterwards();
    });
  const [type] = command.registeredArguments;
  if (type) completeWith(type, 'flumotion-inspect --list');
  return command;
}

function answer(
  catalogue: Catalogue,
  type: string | undefined,
  property: string | undefined,
  options: Options,
): string {
  if (options.schema) return JSON.stringify(planetSchema(catalogue), null, 2);
  if (options.list) return [...catalogue.types(), ...catalogue.plugTypes()].sort().join('\n');
  if (type === undefined) return all(catalogue, options.json === true);
  const entry = entryOf(catalogue, type);
  if (property === undefined)
    return options.json ? JSON.stringify(definitionJson(entry), null, 2) : textOf(entry);
  const spec = propertyOf(entry, property);
  return options.json ? JSON.stringify(spec, null, 2) : propertyLines({ [property]: spec }).join('\n');
}

function all(catalogue: Catalogue, json: boolean): string {
  if (!json) return listText(catalogue);
  const components = catalogue.list().map(definitionJson);
  const plugs = catalogue.plugs().map(definitionJson);
  return JSON.stringify({ components, plugs, problems: catalogue.problems() }, null, 2);
}

function textOf({ type, value, package: about }: RegistryEntry<Definition>): string {
  return isPlug(value)
    ? plugText({ type, value, package: about })
    : componentText({ type, value, package: about });
}

function entryOf(catalogue: Catalogue, type: string): RegistryEntry<Definition> {
  const plug = catalogue.plugs().find((one) => one.type === type);
  if (plug) return plug;
  catalogue.definition(type);
  const entry = catalogue.list().find((one) => one.type === type);
  if (!entry) throw FlumotionError.of('component-type-unknown', { type, advice: 'see flumotion-inspect' });
  return entry;
}

function propertyOf(entry: RegistryEntry<Definition>, path: string): PropertySpec {
  let specs: PropertySpecs = entry.value.spec.properties ?? {};
  let found: PropertySpec | undefined;
  for (const name of path.split(':')) {
    found = specOf(specs, name);
    if (!found) {
      const advice = guidance(name, Object.keys(specs));
      throw FlumotionError.of('property-unknown', {
        type: entry.type,
        property: JSON.stringify(name),
        advice,
      });
    }
    specs = found.type === 'compound' ? found.properties : {};
  }
  if (!found) throw FlumotionError.of('property-unknown', { type: entry.type, property: path, advice: '' });
  return found;
}
