import { discover, type Places } from './discover';
import { load, type Loaded, type Recogniser } from './load';
import { isProblem, readManifest, type PluginManifest } from './manifest';
import { problem, type Problem } from './problem';

/** What is asked of a scan that reads manifests only. */
export interface ManifestScanOptions extends Places {
  /** Version of the plugin API this host has. */
  readonly api: string;
}

/** What is asked of a full scan. */
export interface ScanOptions<T> extends ManifestScanOptions {
  readonly recognise: Recogniser<T>;
  /** Milliseconds each package may take to load; 10,000 when left out. */
  readonly deadline?: number;
}

/** One component type and the package that has it. */
export interface RegistryEntry<T> {
  readonly type: string;
  readonly value: T;
  readonly package: PluginManifest;
}

/** The plugins that manifests tell of, before any of their code ran. */
export interface ManifestIndex {
  readonly packages: readonly PluginManifest[];
  readonly problems: readonly Problem[];
  /** The package that lists a component or plug type; the nearest when there are several. */
  packageOf(type: string): PluginManifest | undefined;
}

/** Reads the manifests of all plugins in reach; runs no plugin code. */
export function scanManifests(options: ManifestScanOptions): ManifestIndex {
  const byName = new Map<string, PluginManifest>();
  const problems: Problem[] = [];
  for (const dir of discover(options)) {
    const manifest = readManifest(dir, options.api);
    if (isProblem(manifest)) {
      problems.push(manifest);
      continue;
    }
    const nearer = byName.get(manifest.name);
    if (nearer) {
      const about = { package: manifest.name, dir: manifest.dir };
      problems.push(problem('shadowed', about, `${nearer.dir} instead of ${manifest.dir}`));
    } else {
      byName.set(manifest.name, manifest);
    }
  }
  const packages = [...byName.values()];
  return {
    packages,
    problems,
    packageOf: (type) => packages.find((one) => one.components.includes(type) || one.plugs?.includes(type)),
  };
}

/** Finds, judges and loads all plugins in reach. Never throws because of a plugin. */
export function scan<T>(options: ScanOptions<T>): Registry<T> {
  return registryOf(scanManifests(options), (manifest) =>
    load(manifest, options.recognise, options.deadline),
  );
}

/** Puts a registry together out of packages; of two with the same type the first one counts. */
export function registryOf<T>(
  manifests: ManifestIndex,
  loadOne: (manifest: PluginManifest) => Loaded<T>,
): Registry<T> {
  const entries = new Map<string, RegistryEntry<T>>();
  const problems: Problem[] = [...manifests.problems];
  for (const manifest of manifests.packages) {
    const loaded = loadOne(manifest);
    problems.push(...loaded.problems);
    for (const { type, value } of loaded.components) {
      const first = entries.get(type);
      if (first) {
        const about = { package: manifest.name, dir: manifest.dir };
        problems.push(problem('duplicate-type', about, `${type} is taken from ${first.package.name}`));
      } else {
        entries.set(type, { type, value, package: manifest });
      }
    }
  }
  return new Registry(entries, problems);
}

/** The components that are installed, and what is wrong with the others. */
export class Registry<T> {
  constructor(
    private readonly entries: ReadonlyMap<string, RegistryEntry<T>>,
    private readonly found: readonly Problem[],
  ) {}

  /** The component of a type; undefined when no usable package has it. */
  find(type: string): T | undefined {
    return this.entries.get(type)?.value;
  }

  /** All components, by type in alphabetical order. */
  list(): readonly RegistryEntry<T>[] {
    return [...this.entries.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  }

  /** Everything that is wrong with plugins in reach, in the order it was found. */
  problems(): readonly Problem[] {
    return this.found;
  }

  /** The package that brings a type. */
  packageOf(type: string): PluginManifest | undefined {
    return this.entries.get(type)?.package;
  }

  /** Why a type is not usable although a package in reach tells of it; undefined when none does. */
  why(type: string): Problem | undefined {
    return this.entries.has(type) ? undefined : this.found.find((one) => one.types.includes(type));
  }
}

/**
 * Loads the one package in a folder, for a process that needs no other.
 * @param api version of the plugin API this host has.
 */
export function loadPackage<T>(dir: string, recognise: Recogniser<T>, api: string): Registry<T> {
  const manifest = readManifest(dir, api);
  if (isProblem(manifest)) return new Registry(new Map(), [manifest]);
  const { components, problems } = load(manifest, recognise);
  const entries = components.map(({ type, value }) => [type, { type, value, package: manifest }] as const);
  return new Registry(new Map(entries), problems);
}
