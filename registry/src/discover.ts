import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { claimsToBePlugin, readPackage } from './manifest';

/** Where to look for plugins. */
export interface Places {
  /** Folders whose workspaces, dependencies and `node_modules` are searched, upwards to the file system's root. */
  readonly roots: readonly string[];
  /** Folders of plugin packages, or folders that hold several. */
  readonly folders?: readonly string[];
}

/** Names plugin packages have by convention. */
const CONVENTION = /^(@flumotion\/plugin-|(@[^/]+\/)?flumotion-plugin-)[^/]+$/;
const PACKAGE_NAME = /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;

/**
 * Lists the folders of packages that claim to be plugins, without running their code: the explicit folders first,
 * then what each root sees, nearest first.
 * @returns absolute folders, links resolved, each once. An explicit folder is listed even when nothing is there.
 */
export function discover(places: Places): readonly string[] {
  const found = new Set<string>();
  for (const folder of places.folders ?? []) {
    for (const dir of explicit(resolve(folder))) found.add(real(dir));
  }
  for (const root of places.roots) {
    for (const level of upwards(resolve(root))) {
      for (const dir of seenFrom(level)) {
        if (isPlugin(dir)) found.add(real(dir));
      }
    }
  }
  return [...found];
}

function explicit(folder: string): readonly string[] {
  if (existsSync(join(folder, 'package.json'))) return [folder];
  const below = subfolders(folder).filter((dir) => existsSync(join(dir, 'package.json')));
  return below.length > 0 ? below : [folder];
}

function* upwards(dir: string): Generator<string> {
  for (let at = dir; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}

/** Folders of packages that a project in `dir` brings: workspaces, dependencies, plugins by their name. */
function seenFrom(dir: string): readonly string[] {
  const modules = join(dir, 'node_modules');
  const conventional = installedNames(modules)
    .filter((name) => CONVENTION.test(name))
    .map((name) => join(modules, name));
  let json: Readonly<Record<string, unknown>>;
  try {
    json = readPackage(dir);
  } catch {
    return conventional;
  }
  const dependencies = dependencyNames(json).flatMap((name) => nearest(dir, name) ?? []);
  return [...workspaces(dir, json['workspaces']), ...dependencies, ...conventional];
}

function workspaces(dir: string, patterns: unknown): readonly string[] {
  const list: unknown = Array.isArray(patterns)
    ? patterns
    : (patterns as { packages?: unknown } | undefined)?.packages;
  if (!Array.isArray(list)) return [];
  return list
    .filter((pattern): pattern is string => typeof pattern === 'string')
    .flatMap((pattern) =>
      pattern.endsWith('/*') ? subfolders(join(dir, pattern.slice(0, -2))) : [join(dir, pattern)],
    );
}

function dependencyNames(json: Readonly<Record<string, unknown>>): readonly string[] {
  const kinds = ['dependencies', 'optionalDependencies', 'devDependencies'];
  const names = kinds.flatMap((kind) => Object.keys((json[kind] as object | null | undefined) ?? {}));
  return names.filter((name) => PACKAGE_NAME.test(name));
}

function nearest(dir: string, name: string): string | undefined {
  for (const level of upwards(dir)) {
    const candidate = join(level, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return undefined;
}

function installedNames(modules: string): readonly string[] {
  return entries(modules).flatMap((name) =>
    name.startsWith('@') ? entries(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function isPlugin(dir: string): boolean {
  try {
    return claimsToBePlugin(readPackage(dir));
  } catch {
    return false;
  }
}

function subfolders(dir: string): readonly string[] {
  return entries(dir).map((name) => join(dir, name));
}

function entries(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}

function real(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return dir;
  }
}
