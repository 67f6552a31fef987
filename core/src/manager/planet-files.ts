import { readFile, stat } from 'node:fs/promises';
import { inject, injectable } from 'tsyringe';
import writeFileAtomic from 'write-file-atomic';
import type { ConfigCatalogue } from '../config/catalogue';
import { parsePlanet, readPlanetFile } from '../config/planet-file';
import { rewritePlanet } from '../config/planet-rewriter';
import { readConfigText } from '../config/read-text';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { ATMOSPHERE, type ComponentConfig, type ManagerSettings, type PlanetFile } from '../model/planet';
import { managerJson } from '../model/planet-json';
import { problemText } from '../model/problem';
import { LOGGER, TYPES } from '../tokens';
import { withChange } from './change';
import { checkManagerPlugs, checkPlanet } from './check';
import { partOf, withPart } from './edit/flow-change';
import { sameComponents } from './edit/stored-form';
import { fileReason } from './file-words';
import type { LiveChange } from './plan/difference';
import { Planet, type PlanetComponent, type Types } from './planet';
import { planetProblemText } from './planet-problem';

/** Files that were written. */
export interface WrittenFiles {
  /** What they say now, each thing with its place. */
  readonly files: readonly PlanetFile[];
  /** Has them say what they said before. */
  readonly putBack: () => Promise<void>;
}

/** Reads and writes the files that describe the planet. */
@injectable()
export class PlanetFiles {
  private paths: readonly string[] = [];
  /** What `<manager>` said when the manager started. */
  private manager: ManagerSettings | undefined;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    @inject(TYPES) private readonly types: Types & ConfigCatalogue,
    @inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Names the files, the one with `<manager>` first. */
  use(paths: readonly string[]): this {
    this.paths = paths;
    return this;
  }

  /**
   * Reads and judges all files; what is only strange is a warning, which is logged too.
   * @throws FlumotionError `file-unreadable`, `planet-invalid`, or `planet-refused` listing every problem.
   */
  load(): { readonly planet: Planet; readonly warnings: readonly string[] } {
    const warnings: string[] = [];
    // At once: files that are refused need what is strange all the more.
    const warn = (text: string): void => {
      warnings.push(text);
      this.log.warn(text);
    };
    for (const problem of this.types.refresh?.() ?? []) warn(problem);
    const files = this.paths.map((path) => {
      const read = readPlanetFile(path, this.types);
      for (const warning of read.warnings) warn(problemText(warning));
      return read.planet;
    });
    const planet = Planet.of(files, this.types);
    const plugs = files[0]?.manager?.plugs ?? [];
    const problems = [...checkManagerPlugs(plugs, this.types), ...checkPlanet(planet)];
    if (problems.length > 0) {
      throw FlumotionError.of('planet-refused', { problems: problems.map(planetProblemText).join('\n') });
    }
    for (const { file, manager } of files.slice(1)) {
      if (manager) warn(`${file}: <manager> counts in the first file only; here it is ignored`);
    }
    const [{ file, manager } = {}] = files;
    const late = this.manager && manager ? changedSettings(this.manager, manager) : [];
    if (late.length > 0) {
      const what = `<manager> has another ${late.join(', ')}; that counts when the manager is started again`;
      warn(`${String(file)}: ${what}`);
    }
    this.manager ??= manager;
    return { planet, warnings };
  }

  /**
   * Changes one property of a component, or of a plug in it, in its file, which may have been edited since it was loaded.
   * @returns puts the file back as it was.
   * @throws FlumotionError `file-unreadable`, `planet-invalid`, `component-unknown`, `file-unwritable`.
   */
  async setProperty(component: PlanetComponent, change: LiveChange): Promise<() => Promise<void>> {
    return this.alone(async () => {
      const before = await this.bytes(component.file);
      const stored = this.read(component.file);
      const changed = withProperty(stored, component, change);
      await this.write(component.file, this.rewritten(stored, changed));
      return () => this.write(component.file, before);
    });
  }

  /**
   * Has the files say of flows what they are to say. All are written, or none; what else was edited in them stays.
   * @param before the files as they were loaded.
   * @param after the same files, in the same order; those that are other objects are written.
   * @param flows names of the flows that change.
   * @throws FlumotionError `file-edited` when a file says something else of such a flow than was loaded, `file-unreadable`,
   * `planet-invalid`, `file-unwritable`.
   */
  async replace(
    before: readonly PlanetFile[],
    after: readonly PlanetFile[],
    flows: readonly string[],
  ): Promise<WrittenFiles> {
    return this.alone(async () => {
      const changed = after.flatMap((file, at) => (file === before[at] ? [] : [{ file, old: before[at] }]));
      const texts = await Promise.all(
        changed.map(async ({ file, old }) => {
          const bytes = await this.bytes(file.file);
          const stored = this.read(file.file);
          const edited = flows.find(
            (flow) => !sameComponents(partOf(stored, flow), old && partOf(old, flow)),
          );
          if (edited !== undefined) throw FlumotionError.of('file-edited', { file: file.file, flow: edited });
          const text = this.rewritten(stored, withParts(stored, file, flows));
          const { planet } = parsePlanet(text, file.file, this.types);
          return { path: file.file, bytes, text, planet };
        }),
      );
      const written: typeof texts = [];
      const putBack = async (): Promise<void> => {
        for (const { path, bytes } of written) await this.write(path, bytes);
      };
      try {
        for (const one of texts) {
          await this.write(one.path, one.text);
          written.push(one);
        }
      } catch (error) {
        await putBack().catch((failure: unknown) => {
          this.log.error(errorText(failure));
        });
        throw error;
      }
      return { files: texts.map(({ planet }) => planet), putBack };
    });
  }

  private rewritten(stored: PlanetFile, wanted: PlanetFile): string {
    return rewritePlanet(readConfigText(stored.file), stored, wanted, this.types);
  }

  /** One change at a time, whatever became of the one before. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.working.then(work);
    this.working = done.catch(() => undefined);
    return done;
  }

  private async bytes(file: string): Promise<Buffer> {
    return readFile(file).catch((error: unknown) => {
      throw FlumotionError.of('file-unreadable', { file, reason: fileReason(error) }, { cause: error });
    });
  }

  private read(path: string): PlanetFile {
    const { planet, warnings } = readPlanetFile(path, this.types);
    for (const warning of warnings) this.log.warn(problemText(warning));
    return planet;
  }

  private async write(file: string, text: string | Buffer): Promise<void> {
    try {
      const { mode } = await stat(file);
      await writeFileAtomic(file, text, { mode: mode & 0o777 });
    } catch (error) {
      throw FlumotionError.of('file-unwritable', { file, reason: fileReason(error) }, { cause: error });
    }
  }
}

function withParts(stored: PlanetFile, wanted: PlanetFile, flows: readonly string[]): PlanetFile {
  return flows.reduce((file, flow) => withPart(file, flow, partOf(wanted, flow)), stored);
}

/** Names of the settings that differ. */
function changedSettings(before: ManagerSettings, now: ManagerSettings): string[] {
  const [old, given] = [managerJson(before), managerJson(now)];
  const names = new Set([...Object.keys(old), ...Object.keys(given)]);
  return [...names].filter((name) => JSON.stringify(old[name]) !== JSON.stringify(given[name]));
}

function withProperty(file: PlanetFile, target: PlanetComponent, live: LiveChange): PlanetFile {
  const found = [{ name: ATMOSPHERE, components: file.atmosphere }, ...file.flows]
    .filter(({ name }) => name === target.flow)
    .flatMap(({ components }) => components)
    .find(({ name }) => name === target.config.name);
  if (!found) throw FlumotionError.of('component-unknown', { id: target.id, where: file.file });
  const plugTypes = (config: ComponentConfig): string => config.plugs.map(({ type }) => type).join(', ');
  if (live.plug !== undefined && plugTypes(found) !== plugTypes(target.config)) {
    const plugs = `${plugTypes(found)} in ${file.file}, which was changed; load it again`;
    throw FlumotionError.of('plug-unknown', { component: target.id, plug: live.plug, plugs });
  }
  const change = (components: readonly ComponentConfig[]): readonly ComponentConfig[] =>
    components.map((config) => (config === found ? withChange(config, live) : config));
  return {
    ...file,
    atmosphere: change(file.atmosphere),
    flows: file.flows.map((flow) => ({ ...flow, components: change(flow.components) })),
  };
}
