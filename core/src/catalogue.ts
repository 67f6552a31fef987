import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import {
  loadPackage,
  scan,
  type Problem,
  type Recognised,
  type Registry,
  type RegistryEntry,
} from '@flumotion/registry';
import { retiredText } from './config/retired-types';
import { FlumotionError } from './errors';
import { API_VERSION, isComponent, type AnyComponentSpec, type ComponentDefinition } from './plugin';
import { checkComponent } from './testing/check';

/** Where components are looked for. */
export interface CataloguePlaces {
  /** Folders searched upwards; the working folder and the folder of this package when left out. */
  readonly roots?: readonly string[];
  /** Folders of packages; those of the environment variable FLU_PROJECT_PATH when left out. */
  readonly folders?: readonly string[];
}

/** Component types, their declarations and the packages that have them. */
export class Catalogue {
  constructor(private readonly registry: Registry<ComponentDefinition>) {}

  /** Loads every plugin in reach. A bad plugin is a problem, never an error. */
  static scan(places: CataloguePlaces = {}): Catalogue {
    const { roots = defaultRoots(), folders = defaultFolders() } = places;
    return new Catalogue(scan({ roots, folders, api: API_VERSION, recognise }));
  }

  /** The declaration of a type; undefined when no usable package has it. */
  find(type: string): AnyComponentSpec | undefined {
    return this.registry.find(type)?.spec;
  }

  /** All usable types, in alphabetical order. */
  types(): readonly string[] {
    return this.registry.list().map((entry) => entry.type);
  }

  /** All usable components with their packages, in alphabetical order of type. */
  list(): readonly RegistryEntry<ComponentDefinition>[] {
    return this.registry.list();
  }

  /** What is wrong with plugins in reach. */
  problems(): readonly Problem[] {
    return this.registry.problems();
  }

  /**
   * Declaration and behaviour of a type.
   * @throws FlumotionError `component-type-unknown` with the reason or the nearest type.
   */
  definition(type: string): ComponentDefinition {
    const found = this.registry.find(type);
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

  private unknown(type: string): FlumotionError {
    const reason = this.registry.why(type)?.text ?? retiredText(type, 'component') ?? retiredText(type, 'plug');
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
  const registry = loadPackage(packageDir, recognise, API_VERSION);
  const found = registry.find(type);
  if (found) return found;
  const reason = (registry.why(type) ?? registry.problems()[0])?.text ?? 'the package has no such component';
  throw FlumotionError.of('plugin-unusable', { type, dir: packageDir, reason });
}

/** Finds components in what a package exports: its default or itself, one or an array. */
export function recognise(exported: unknown): readonly Recognised<ComponentDefinition>[] | string {
  const whole = unwrap(exported);
  const list: readonly unknown[] = Array.isArray(whole) ? whole : [whole];
  if (list.length === 0) return 'the exported array is empty';
  const alien = list.findIndex((one) => !isComponent(one));
  if (alien >= 0) {
    const at = list.length > 1 ? `entry ${alien} of the exported array` : 'the default export';
    return `${at} was not made with defineComponent`;
  }
  return list.filter(isComponent).map((value) => {
    const complaints = checkComponent(value);
    return { type: value.spec.type, value, complaints };
  });
}

/** Depth of `default` in a module: ES module, CommonJS, and one seen through the other. */
const MAX_WRAPPING = 3;

function unwrap(exported: unknown): unknown {
  let value = exported;
  for (let depth = 0; depth < MAX_WRAPPING && !isComponent(value) && !Array.isArray(value); depth++) {
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
