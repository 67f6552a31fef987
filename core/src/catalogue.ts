import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import {
  culpritOf,
  firstLine,
  loadPackage,
  problem,
  Scanner,
  type Problem,
  type Recognised,
  type Registry,
  type RegistryEntry,
} from '@flumotion/registry';
import { retiredText } from './config/retired-types';
import { FlumotionError } from './errors';
import {
  API_VERSION,
  isComponent,
  isPlug,
  type AnyComponentSpec,
  type AnyPlugSpec,
  type ComponentDefinition,
  type PlugDefinition,
} from './plugin';
import { checkComponent } from './testing/check';
import { checkPlug } from './testing/check-plug';

/** What a package may bring. */
export type Definition = ComponentDefinition | PlugDefinition;

/** Where components are looked for. */
export interface CataloguePlaces {
  /** Folders searched upwards; the working folder and the folder of this package when left out. */
  readonly roots?: readonly string[];
  /** Folders of packages; those of the environment variable FLU_PROJECT_PATH when left out. */
  readonly folders?: readonly string[];
}

/** Component and plug types, their declarations and the packages that have them. */
export class Catalogue {
  /** What plugins threw after they were loaded, the last of each, by folder. */
  private readonly later = new Map<string, Problem>();

  constructor(
    private registry: Registry<Definition>,
    private readonly scanner?: Scanner<Definition>,
  ) {}

  /** Loads every plugin in reach. A bad plugin is a problem, never an error. */
  static scan(places: CataloguePlaces = {}): Catalogue {
    const { roots = defaultRoots(), folders = defaultFolders() } = places;
    const scanner = new Scanner({ roots, folders, api: API_VERSION, recognise });
    return new Catalogue(scanner.registry, scanner);
  }

  /**
   * Learns of packages installed, changed or taken away meanwhile; cheap when there are none.
   * @returns what is wrong with packages and was not before, each one sentence.
   */
  refresh(): readonly string[] {
    if (!this.scanner?.refresh()) return [];
    const before = new Set(this.problems().map(({ text }) => text));
    this.registry = this.scanner.registry;
    return this.problems()
      .map(({ text }) => text)
      .filter((text) => !before.has(text));
  }

  /** Why a type cannot be used although a package in reach lists it; undefined when none does. */
  why(type: string): string | undefined {
    return this.registry.why(type)?.text;
  }

  /** The declaration of a type; undefined when no usable package has it. */
  find(type: string): AnyComponentSpec | undefined {
    return this.component(type)?.spec;
  }

  /** All usable component types, in alphabetical order. */
  types(): readonly string[] {
    return this.list().map((entry) => entry.type);
  }

  /** All usable components with their packages, in alphabetical order of type. */
  list(): readonly RegistryEntry<ComponentDefinition>[] {
    return this.registry
      .list()
      .filter((entry): entry is RegistryEntry<ComponentDefinition> => isComponent(entry.value));
  }

  /** The declaration of a plug type; undefined when no usable package has it. */
  findPlug(type: string): AnyPlugSpec | undefined {
    return this.plugDefinition(type)?.spec;
  }

  /** Declaration and behaviour of a plug type; undefined when no usable package has it. */
  plugDefinition(type: string): PlugDefinition | undefined {
    const found = this.registry.find(type);
    return isPlug(found) ? found : undefined;
  }

  /** All usable plug types, in alphabetical order. */
  plugTypes(): readonly string[] {
    return this.plugs().map((entry) => entry.type);
  }

  /** All usable plugs with their packages, in alphabetical order of type. */
  plugs(): readonly RegistryEntry<PlugDefinition>[] {
    return this.registry
      .list()
      .filter((entry): entry is RegistryEntry<PlugDefinition> => isPlug(entry.value));
  }

  /** What is wrong with plugins in reach. */
  problems(): readonly Problem[] {
    return [...this.registry.problems(), ...this.later.values()];
  }

  /**
   * Finds the plugin that threw what nobody caught, and has it among the problems from now on. Call it while
   * `uncaughtException` is handled.
   * @returns undefined when it was no plugin.
   */
  blame(error: unknown): Problem | undefined {
    const culprit = culpritOf(error, this.scanner?.loaded ?? []);
    if (!culprit) return undefined;
    const { dir, name } = culprit;
    const found = problem('throws-later', { package: name, dir }, firstLine(error));
    this.later.set(dir, found);
    return found;
  }

  /**
   * Declaration and behaviour of a type.
   * @throws FlumotionError `component-type-unknown` with the reason or the nearest type.
   */
  definition(type: string): ComponentDefinition {
    const found = this.component(type);
    if (!found) throw this.unknown(type);
    return found;
  }

  /**
   * Folder of the package that has a type.
   * @throws FlumotionError `component-type-unknown` with the reason or the nearest type.
   */
  packageDir(type: string): string {
    const found = this.registry.packageOf(type);
    if (!found) throw this.unknown(type);
    return found.dir;
  }

  private component(type: string): ComponentDefinition | undefined {
    const found = this.registry.find(type);
    return isComponent(found) ? found : undefined;
  }

  private unknown(type: string): FlumotionError {
    const reason = this.why(type) ?? retiredText(type, 'component') ?? retiredText(type, 'plug');
    return FlumotionError.of('component-type-unknown', { type, advice: reason ?? this.advice(type) });
  }

  private advice(type: string): string {
    const near = this.types()
      .map((known) => ({ known, far: distance(known, type) }))
      .sort((a, b) => a.far - b.far)[0];
    const guess = near && near.far <= Math.max(2, type.length / 3) ? `did you mean ${near.known}? ` : '';
    return `${guess}install the npm package that has it, or see flumotion-inspect for the known types`;
  }
}

/**
 * Loads one component out of the package in a folder, and nothing else: for jobs.
 * @throws FlumotionError `plugin-unusable` with the reason.
 */
export function loadDefinition(packageDir: string, type: string): ComponentDefinition {
  const found = loadOne(packageDir, type);
  if (isComponent(found)) return found;
  throw FlumotionError.of('plugin-unusable', { type, dir: packageDir, reason: 'it is a plug' });
}

/**
 * Loads one plug out of the package in a folder, and nothing else: for jobs.
 * @throws FlumotionError `plugin-unusable` with the reason.
 */
export function loadPlug(packageDir: string, type: string): PlugDefinition {
  const found = loadOne(packageDir, type);
  if (isPlug(found)) return found;
  throw FlumotionError.of('plugin-unusable', { type, dir: packageDir, reason: 'it is no plug' });
}

function loadOne(packageDir: string, type: string): Definition {
  const registry = loadPackage(packageDir, recognise, API_VERSION);
  const found = registry.find(type);
  if (found) return found;
  const reason = (registry.why(type) ?? registry.problems()[0])?.text ?? 'the package has no such type';
  throw FlumotionError.of('plugin-unusable', { type, dir: packageDir, reason });
}

/** Finds components and plugs in what a package exports: its default or itself, one or an array. */
export function recognise(exported: unknown): readonly Recognised<Definition>[] | string {
  const whole = unwrap(exported);
  const list: readonly unknown[] = Array.isArray(whole) ? whole : [whole];
  if (list.length === 0) return 'the exported array is empty';
  const alien = list.findIndex((one) => !isDefinition(one));
  if (alien >= 0) {
    const at = list.length > 1 ? `entry ${alien} of the exported array` : 'the default export';
    return `${at} was not made with defineComponent or definePlug`;
  }
  return list.filter(isDefinition).map((value) => ({
    type: value.spec.type,
    value,
    complaints: isPlug(value) ? checkPlug(value) : checkComponent(value),
    ...(isPlug(value) ? { list: 'plugs' as const } : {}),
  }));
}

function isDefinition(value: unknown): value is Definition {
  return isComponent(value) || isPlug(value);
}

/** Depth of `default` in a module: ES module, CommonJS, and one seen through the other. */
const MAX_WRAPPING = 3;

function unwrap(exported: unknown): unknown {
  let value = exported;
  for (let depth = 0; depth < MAX_WRAPPING && !isDefinition(value) && !Array.isArray(value); depth++) {
    if (typeof value !== 'object' || value === null || !('default' in value)) break;
    value = value.default;
  }
  return value;
}

function defaultRoots(): readonly string[] {
  return [process.cwd(), ownFolder()];
}

function ownFolder(): string {
  let dir = __dirname;
  while (!existsSync(join(dir, 'package.json')) && dirname(dir) !== dir) dir = dirname(dir);
  return dir;
}

function defaultFolders(): readonly string[] {
  return (process.env['FLU_PROJECT_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** A component or a plug for programs: its declaration as it stands, functions left out, and its package. */
export function definitionJson(entry: RegistryEntry<Definition>): object {
  const { name, version, description, dir, api } = entry.package;
  return { ...entry.value.spec, package: { name, version, description, dir, api } };
}
