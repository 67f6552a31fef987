import { delimiter } from 'node:path';
import { inject, injectable } from 'tsyringe';
import type { z } from 'zod/v3';
import { scanManifests, type ManifestIndex } from '@flumotion/registry';
import { API_VERSION } from '../plugin';
import type { packageReport } from '../rpc/messages';
import { WORKER_SETTINGS } from '../tokens';
import type { WorkerSettings } from './settings';

/** What a worker tells of one package. */
export type PackageReport = z.infer<typeof packageReport>;

/** The plugin packages within reach of this worker, known by their manifests: no plugin code runs here. */
@injectable()
export class Packages {
  private index: ManifestIndex;

  constructor(@inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'roots' | 'folders'>) {
    this.index = this.scan();
  }

  /** Looks again, so that packages installed since are known. */
  rescan(): void {
    this.index = this.scan();
  }

  /** Folder of the package that has a component type; looks again when it is not known. */
  folderOf(type: string): string | undefined {
    if (!this.index.packageOf(type)) this.rescan();
    return this.index.packageOf(type)?.dir;
  }

  /** All packages, the unusable ones with their problem. */
  report(): PackageReport[] {
    const usable = this.index.packages.map(({ name, version, api, components, dir }) => ({
      name,
      version,
      api,
      components: [...components],
      dir,
    }));
    const unusable = this.index.problems.map((problem) => ({
      name: problem.package,
      version: '',
      api: '',
      components: [],
      dir: problem.dir,
      problem: problem.text,
    }));
    return [...usable, ...unusable];
  }

  private scan(): ManifestIndex {
    const { roots, folders } = this.settings;
    return scanManifests({ roots, folders, api: API_VERSION });
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
