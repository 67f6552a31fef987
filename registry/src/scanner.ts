import { isAbsolute, relative } from 'node:path';
import { keepBuiltins } from './builtins';
import { onBehalfOf, type Suspect } from './culprit';
import { LOAD_DEADLINE } from './guard';
import { load, type Loaded } from './load';
import type { PluginManifest } from './manifest';
import { problem, type Problem } from './problem';
import { registryOf, scanManifests, type Registry, type ScanOptions } from './registry';
import { stampOf } from './stamp';
import { tryOut } from './trial';

/** Milliseconds a package may take that is loaded beside a running program. */
const LATER_DEADLINE = 3000;
/** Packages that come from where this one comes from need no trial. */
const OURS = /^@flumotion\//;

interface Known<T> {
  readonly name: string;
  readonly version: string;
  readonly mark: string;
  readonly loaded: Loaded<T>;
}

/** A registry that is brought up to date while the program runs, loading only what is new or has changed. */
export class Scanner<T> {
  private readonly known = new Map<string, Known<T>>();
  private stamp = '';
  private current: Registry<T>;

  /** Scans at once; never throws because of a plugin. */
  constructor(private readonly options: ScanOptions<T>) {
    this.current = this.look(options.deadline);
  }

  /** Folders of the packages whose code ran in this process. */
  get loaded(): readonly Suspect[] {
    return [...this.known].map(([dir, { name }]) => ({ name, dir }));
  }

  /** What is installed, as of the last look. */
  get registry(): Registry<T> {
    return this.current;
  }

  /**
   * Looks again when files tell that something was installed, changed or taken away. An ES module that was loaded
   * before stays as it was until the program is started again: Node keeps it for good.
   * @returns whether there was a look.
   */
  refresh(): boolean {
    if (this.stampNow() === this.stamp) return false;
    this.current = this.look(Math.min(LATER_DEADLINE, this.options.deadline ?? LATER_DEADLINE));
    return true;
  }

  private stampNow(): string {
    return stampOf(this.options, [...this.known.keys()]);
  }

  private look(deadline: number | undefined): Registry<T> {
    const manifests = scanManifests(this.options);
    const strange = manifests.packages.filter((one) => !OURS.test(one.name) && !this.loadedBefore(one));
    const failures = tryOut(strange, this.options.api, deadline ?? LOAD_DEADLINE);
    const registry = registryOf(manifests, (manifest) =>
      this.loadOnce(manifest, deadline, failures.get(manifest.dir)),
    );
    const present = new Set(manifests.packages.map(({ dir }) => dir));
    for (const dir of this.known.keys()) if (!present.has(dir)) this.known.delete(dir);
    this.stamp = this.stampNow();
    return registry;
  }

  /** What came of a package when it was as it is. */
  private loadedBefore({ dir, version }: PluginManifest): Loaded<T> | undefined {
    const before = this.known.get(dir);
    return before?.version === version && before.mark === markOf(dir) ? before.loaded : undefined;
  }

  private loadOnce(
    manifest: PluginManifest,
    deadline: number | undefined,
    failure: Problem | undefined,
  ): Loaded<T> {
    const { dir, name, version } = manifest;
    const before = this.loadedBefore(manifest);
    if (before) return before;
    if (this.known.has(dir)) forget(dir);
    const mark = markOf(dir);
    if (failure) {
      const nothing = { components: [], problems: [failure] };
      this.known.set(dir, { name, version, mark, loaded: nothing });
      return nothing;
    }
    const putBack = keepBuiltins();
    const changed: string[] = [];
    const settle = (): void => {
      const names = putBack();
      changed.push(...names);
    };
    const came = onBehalfOf(manifest, () => load(manifest, this.options.recognise, deadline, settle));
    const loaded =
      changed.length === 0 ? came : { ...came, problems: [...came.problems, meddling(manifest, changed)] };
    this.known.set(dir, { name, version, mark, loaded });
    return loaded;
  }
}

function markOf(dir: string): string {
  return stampOf({ roots: [] }, [dir]);
}

/** Most built-ins that are named. */
const MOST_NAMES = 5;

function meddling({ name, dir }: PluginManifest, changed: readonly string[]): Problem {
  const lasting = changed.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  const names = (list: readonly string[]): string =>
    `${list.slice(0, MOST_NAMES).join(', ')}${list.length > MOST_NAMES ? ` and ${list.length - MOST_NAMES} more` : ''}`;
  const detail =
    lasting.length === 0
      ? `put back were ${names(changed)}`
      : `${names(lasting)} cannot be put back; take the package away and start the program again`;
  return problem('changes-builtins', { package: name, dir }, detail);
}

/** Makes Node read the modules of a package again; those of packages inside it too. */
function forget(dir: string): void {
  for (const file of Object.keys(require.cache)) {
    const inside = relative(dir, file);
    if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside))
      Reflect.deleteProperty(require.cache, file);
  }
}
