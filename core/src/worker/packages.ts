import { delimiter } from 'node:path';
import { inject, injectable } from 'tsyringe';
import type { z } from 'zod/v3';
import { scanManifests, stampOf, type ManifestIndex } from '@flumotion/registry';
import { API_VERSION } from '../plugin';
import type { packageReport } from '../rpc/messages';
import { WORKER_SETTINGS } from '../tokens';
import type { WorkerSettings } from './settings';

/** What a worker tells of one package. */
export type PackageReport = z.infer<typeof packageReport>;

/** Milliseconds between looks whether packages were installed. */
const LOOK_INTERVAL = 2000;

/** The plugin packages within reach of this worker, known by their manifests: no plugin code runs here. */
@injectable()
export class Packages {
  private index: ManifestIndex;
  private stamp = '';
  private told = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(@inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'roots' | 'folders'>) {
    this.index = this.scan();
    this.stamp = this.stampNow();
  }

  /** Looks again, so that packages installed since are known. */
  rescan(): void {
    this.index = this.scan();
    this.stamp = this.stampNow();
  }

  /**
   * Looks every two seconds, by the times of some tens of files, whether packages were installed, changed or taken away.
   * @param changed called with the new report when it is another one than was told last.
   */
  watch(changed: (packages: PackageReport[]) => void): void {
    this.unwatch();
    // What is here already has not changed, though nobody was told of it.
    this.report();
    this.timer = setInterval(() => {
      if (this.stampNow() !== this.stamp) this.rescan();
      const { told } = this;
      const report = this.report();
      if (told !== this.told) changed(report);
    }, LOOK_INTERVAL);
    this.timer.unref();
  }

  /** Ends the watch. */
  unwatch(): void {
    clearInterval(this.timer);
  }

  /** Folder of the package that has a component or plug type; looks again when it is not known. */
  folderOf(type: string): string | undefined {
    if (!this.index.packageOf(type)) this.rescan();
    return this.index.packageOf(type)?.dir;
  }

  /** All packages, the unusable ones with their problem. */
  report(): PackageReport[] {
    const usable = this.index.packages.map(({ name, version, api, components, plugs = [], dir }) => ({
      name,
      version,
      api,
      components: [...components],
      ...(plugs.length > 0 ? { plugs: [...plugs] } : {}),
      dir,
    }));
    const unusable = this.index.problems.map((problem) => ({
      name: problem.package,
      version: '',
      api: '',
      components: [...problem.types],
      dir: problem.dir,
      problem: problem.text,
    }));
    const report = [...usable, ...unusable];
    this.told = JSON.stringify(report);
    return report;
  }

  private scan(): ManifestIndex {
    const { roots, folders } = this.settings;
    return scanManifests({ roots, folders, api: API_VERSION });
  }

  private stampNow(): string {
    const { packages, problems } = this.index;
    return stampOf(
      this.settings,
      [...packages, ...problems].map(({ dir }) => dir),
    );
  }
}

/** Folders searched when nothing else is said: upwards from the working folder and from this program. */
export function defaultRoots(): readonly string[] {
  return [process.cwd(), __dirname];
}

/** Folders named by the environment variable FLU_PROJECT_PATH. */
export function defaultFolders(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return (env['FLU_PROJECT_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}
