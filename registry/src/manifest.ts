import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
// Of semver only what is needed: every job loads this, and the whole has 47 modules.
import satisfies from 'semver/functions/satisfies';
import validRange from 'semver/ranges/valid';
import { problem, type Problem, type ProblemReason } from './problem';

/** Keyword in `package.json` that marks a plugin. */
export const KEYWORD = 'flumotion-plugin';

/** What a plugin package says of itself, read without running its code. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Folder of the package, links resolved. */
  readonly dir: string;
  /** Range of plugin API versions the package was written for. */
  readonly api: string;
  /** Component types in the package. */
  readonly components: readonly string[];
  /** Plug types in the package; none when left out. */
  readonly plugs?: readonly string[];
  /** Whether the package has `exports`, which decides how it is loaded. */
  readonly hasExports: boolean;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in a folder's `package.json`. @throws when the file is absent or holds something else. */
export function readPackage(dir: string): Json {
  const parsed: unknown = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  if (!isObject(parsed)) throw new Error('expected an object');
  return parsed;
}

/** Whether a package claims to be a plugin: it has the keyword or the key. */
export function claimsToBePlugin(json: Json): boolean {
  return hasKeyword(json) || json['flumotion'] !== undefined;
}

function hasKeyword(json: Json): boolean {
  const keywords = json['keywords'];
  return Array.isArray(keywords) && keywords.includes(KEYWORD);
}

/**
 * Reads the manifest of the plugin in a folder and judges its API range.
 * @param api version of the plugin API this host has.
 */
export function readManifest(dir: string, api: string): PluginManifest | Problem {
  let json: Json;
  let real: string;
  try {
    real = realpathSync(dir);
    json = readPackage(real);
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return problem(gone ? 'absent' : 'manifest-unreadable', { package: dir, dir }, String(error));
  }
  return judge(json, real, api);
}

function judge(json: Json, dir: string, api: string): PluginManifest | Problem {
  const name = typeof json['name'] === 'string' && json['name'] !== '' ? json['name'] : undefined;
  const key = json['flumotion'];
  const components = isObject(key) && isTypeList(key['components']) ? key['components'] : [];
  const plugs = isObject(key) && isTypeList(key['plugs']) ? key['plugs'] : [];
  const types = [...components, ...plugs];
  const bad = (reason: ProblemReason, detail: string): Problem =>
    problem(reason, { package: name ?? dir, dir, types }, detail);

  if (!hasKeyword(json)) return bad('no-manifest', 'the keyword is missing');
  if (key === undefined) return bad('no-manifest', 'the key is missing');
  if (name === undefined) return bad('manifest-invalid', 'the package has no name');
  if (!isObject(key))
    return bad('manifest-invalid', 'expected an object with "api" and "components" or "plugs"');
  const range = key['api'];
  if (typeof range !== 'string' || validRange(range) === null) {
    return bad('manifest-invalid', '"api" must be a version range such as "^1.0.0"');
  }
  if (types.length === 0) {
    return bad('manifest-invalid', '"components" or "plugs" must list at least one type');
  }
  if (!satisfies(api, range)) {
    return bad('wrong-api', `it wants ${range}, this is ${api}: install a version of it that fits`);
  }
  return {
    name,
    version: typeof json['version'] === 'string' ? json['version'] : '0.0.0',
    description: typeof json['description'] === 'string' ? json['description'] : '',
    dir,
    api: range,
    components,
    plugs,
    hasExports: json['exports'] !== undefined,
  };
}

function isTypeList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((type) => typeof type === 'string' && type !== '');
}

/** Whether a reading of a manifest ended in a problem. */
export function isProblem(value: PluginManifest | Problem): value is Problem {
  return 'reason' in value;
}
