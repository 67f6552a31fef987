import type { RegistryEntry } from '@flumotion/registry';
import { definitionJson, type Catalogue, type Definition } from '../catalogue';
import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { didYouMean } from '../model/nearest';
import { propertiesSchema, type Schema } from '../model/property-schema';

/** What is installed where the manager runs, for people and programs. */
export interface RegistryState {
  readonly components: readonly TypeSummary[];
  readonly plugs: readonly TypeSummary[];
  /** The packages that have them, and those that cannot be used, in alphabetical order. */
  readonly packages: readonly PackageState[];
}

/** A type, briefly. */
export interface TypeSummary {
  readonly type: string;
  /** Of a component. */
  readonly kind?: string;
  /** Of a plug. */
  readonly socket?: string;
  readonly description: string;
  /** Name of the package that has it. */
  readonly package: string;
}

/** A package of components and plugs. */
export interface PackageState {
  readonly name: string;
  /** Left out for one of which only a problem is known. */
  readonly version?: string;
  readonly description?: string;
  readonly dir: string;
  readonly types: readonly string[];
  /** What is wrong with it, each one sentence. */
  readonly problems: readonly string[];
}

type Installed = Pick<Catalogue, 'list' | 'plugs' | 'problems' | 'refresh'>;

/** Shows the component and plug types that are installed where the manager runs. */
export class RegistryView {
  constructor(
    private readonly installed: Installed,
    private readonly log: Logger,
  ) {}

  /** Everything that is installed, briefly. */
  state(): RegistryState {
    const { installed } = this.fresh();
    const components = installed.list();
    const plugs = installed.plugs();
    return {
      components: components.map((entry) => ({ ...summary(entry), kind: entry.value.spec.kind })),
      plugs: plugs.map((entry) => ({ ...summary(entry), socket: entry.value.spec.socket })),
      packages: packagesOf([...components, ...plugs], installed.problems()),
    };
  }

  /**
   * The declaration of a component type, as `flumotion-inspect --json` prints it, with the JSON Schema of its properties.
   * @throws FlumotionError `type-unknown`.
   */
  component(type: string): object {
    return declaration(this.fresh().installed.list(), type);
  }

  /** The same of a plug type. @throws FlumotionError `type-unknown`. */
  plug(type: string): object {
    return declaration(this.fresh().installed.plugs(), type);
  }

  private fresh(): this {
    for (const problem of this.installed.refresh()) this.log.warn(problem);
    return this;
  }
}

function declaration(
  entries: readonly RegistryEntry<Definition>[],
  type: string,
): object & { schema: Schema } {
  const found = entries.find((entry) => entry.type === type);
  if (found) return { ...definitionJson(found), schema: propertiesSchema(found.value.spec.properties ?? {}) };
  const known = entries.map((entry) => entry.type);
  throw FlumotionError.of('type-unknown', { type: JSON.stringify(type), advice: didYouMean(type, known) });
}

function summary({ type, value, package: about }: RegistryEntry<Definition>): TypeSummary {
  return { type, description: value.spec.description, package: about.name };
}

function packagesOf(
  entries: readonly RegistryEntry<Definition>[],
  problems: ReturnType<Installed['problems']>,
): readonly PackageState[] {
  const byDir = new Map<string, PackageState>();
  for (const { type, package: about } of entries) {
    const { name, version, description, dir } = about;
    const types = [...(byDir.get(dir)?.types ?? []), type];
    byDir.set(dir, { name, version, description, dir, types, problems: [] });
  }
  for (const { dir, package: name, types, text } of problems) {
    const known = byDir.get(dir) ?? { name, dir, types, problems: [] };
    byDir.set(dir, { ...known, problems: [...known.problems, text] });
  }
  return [...byDir.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
