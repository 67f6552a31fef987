import { createRequire } from 'node:module';
import { join } from 'node:path';
import { guarded, LOAD_DEADLINE } from './guard';
import type { PluginManifest } from './manifest';
import { problem, type Problem, type ProblemReason } from './problem';

/** One component that the host recognised among a package's exports. */
export interface Recognised<T> {
  readonly type: string;
  readonly value: T;
  /** What is wrong with it; one with complaints is not used. */
  readonly complaints?: readonly string[];
  /** The list of the manifest that its type belongs in; `components` when left out. */
  readonly list?: 'components' | 'plugs';
}

/** Finds the host's components and plugs in what a package exports; text says why there are none. */
export type Recogniser<T> = (exported: unknown) => readonly Recognised<T>[] | string;

/** What came of loading one package. */
export interface Loaded<T> {
  readonly components: readonly Recognised<T>[];
  readonly problems: readonly Problem[];
}

/**
 * Runs a package's code and picks its components. Never throws: whatever goes wrong is a problem of that package.
 * @param deadline milliseconds the package may take.
 * @param after called once its code has run, before anything else is done; more than once when it failed.
 */
export function load<T>(
  manifest: PluginManifest,
  recognise: Recogniser<T>,
  deadline: number = LOAD_DEADLINE,
  after: () => void = () => undefined,
): Loaded<T> {
  const about = { package: manifest.name, dir: manifest.dir, types: listed(manifest) };
  const failed = (reason: ProblemReason, detail: string): Loaded<T> => ({
    components: [],
    problems: [problem(reason, about, detail)],
  });
  const requirePlugin = createRequire(join(manifest.dir, 'package.json'));
  let entry: string;
  try {
    // A package with `exports` may be asked for by its own name from inside; without, only by its folder.
    entry = requirePlugin.resolve(manifest.hasExports ? manifest.name : manifest.dir);
  } catch (error) {
    return failed('no-entry', firstLine(error));
  }
  const bring = (): unknown => {
    try {
      return requirePlugin(entry);
    } finally {
      after();
    }
  };
  let recognised: ReturnType<Recogniser<T>>;
  try {
    recognised = guarded(() => recognise(bring()), deadline);
  } catch (error) {
    after();
    return failed(...explain(error, deadline));
  }
  if (typeof recognised === 'string') return failed('not-a-component', recognised);
  return sift(manifest, recognised);
}

function sift<T>(manifest: PluginManifest, recognised: readonly Recognised<T>[]): Loaded<T> {
  const about = { package: manifest.name, dir: manifest.dir };
  const problems: Problem[] = [];
  const components: Recognised<T>[] = [];
  for (const one of recognised) {
    const types = [one.type];
    if (one.complaints && one.complaints.length > 0) {
      problems.push(
        problem('bad-declaration', { ...about, types }, `${one.type}: ${one.complaints.join('; ')}`),
      );
    } else if (components.some((other) => other.type === one.type)) {
      problems.push(problem('duplicate-type', { ...about, types }, `${one.type} twice in the same package`));
    } else {
      components.push(one);
    }
  }
  const exported = recognised.map((one) => one.type);
  const unlisted = exported.filter((type) => !listed(manifest).includes(type));
  const missing = listed(manifest).filter((type) => !exported.includes(type));
  const misplaced = recognised.filter(
    ({ type, list = 'components' }) =>
      listed(manifest).includes(type) && !(manifest[list] ?? []).includes(type),
  );
  if (unlisted.length + missing.length + misplaced.length > 0) {
    const parts = [
      ...misplaced.map(({ type, list = 'components' }) => `${type} belongs under "${list}"`),
      ...unlisted.map((type) => `${type} is exported, not listed`),
      ...missing.map((type) => `${type} is listed, not exported`),
    ];
    problems.push(problem('types-differ', { ...about, types: missing }, parts.join('; ')));
  }
  return { components, problems };
}

/** All types that a manifest lists. */
function listed({ components, plugs = [] }: PluginManifest): readonly string[] {
  return [...components, ...plugs];
}

function explain(error: unknown, deadline: number): [ProblemReason, string] {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return ['hangs', `${deadline / 1000} s`];
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return ['missing-dependency', firstLine(error)];
  }
  if (code === 'ERR_REQUIRE_ASYNC_MODULE') return ['top-level-await', ''];
  return ['throws', firstLine(error)];
}

/** First line of anything thrown; an object that throws when it is looked at included. */
export function firstLine(error: unknown): string {
  try {
    const text = String((error as { message?: unknown } | null | undefined)?.message ?? error);
    return text.split('\n', 1)[0]?.slice(0, 500) ?? '';
  } catch {
    return 'something that cannot be shown';
  }
}
