import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { inject, injectable } from 'tsyringe';
import type { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import type { listFiles } from '../rpc/probe-messages';
import { WORKER_SETTINGS } from '../tokens';
import type { WorkerSettings } from './settings';

/** What is in a folder. */
export type Listing = z.infer<typeof listFiles.result>;

type Entry = Listing['entries'][number];

/** Most entries told of one folder. */
const MOST_ENTRIES = 1_000;

/** Shows the folders that people may look into from afar, and nothing else of this machine's disk. */
@injectable()
export class Folders {
  private readonly allowed: readonly string[];

  constructor(@inject(WORKER_SETTINGS) { browse = [] }: Pick<WorkerSettings, 'browse'>) {
    this.allowed = browse;
  }

  /**
   * What is in a folder, folders first; hidden files are left out. Without a path, the folders that may be looked into.
   * @throws FlumotionError `path-forbidden`.
   */
  async list(path: string | undefined): Promise<Listing> {
    const roots = await this.roots();
    if (path === undefined) {
      const entries = roots.map((root): Entry => ({ name: root, path: root, kind: 'folder' }));
      return { entries, more: 0 };
    }
    const folder = await this.within(path);
    const names = await readdir(folder).catch((error: unknown) => {
      throw this.forbidden(path, errorText(error));
    });
    const seen = names.filter((name) => !name.startsWith('.')).sort((one, other) => one.localeCompare(other));
    const all = await Promise.all(seen.slice(0, MOST_ENTRIES).map((name) => entryOf(folder, name)));
    const entries = all.filter((entry) => entry !== undefined);
    const above = dirname(folder);
    return {
      path: folder,
      ...(roots.some((root) => holds(root, above)) && { above }),
      entries: [...entries.filter(isFolder), ...entries.filter((entry) => !isFolder(entry))],
      more: Math.max(0, seen.length - MOST_ENTRIES),
    };
  }

  /**
   * The path without links, which lies in a folder that may be looked into. The same error tells of what is not there and
   * of what is not to be seen: nobody learns from it what is elsewhere.
   * @throws FlumotionError `path-forbidden`.
   */
  async within(path: string): Promise<string> {
    const roots = await this.roots();
    if (roots.length === 0) throw this.forbidden(path, 'its file names none');
    const real = isAbsolute(path) ? await realpath(path).catch(() => undefined) : undefined;
    if (real === undefined || !roots.some((root) => holds(root, real)))
      throw this.forbidden(path, `there is no such file in ${roots.join(', ')}`);
    return real;
  }

  private async roots(): Promise<readonly string[]> {
    const found = await Promise.all(this.allowed.map((folder) => realpath(folder).catch(() => undefined)));
    return found.filter((folder) => folder !== undefined);
  }

  private forbidden(path: string, reason: string): FlumotionError {
    return FlumotionError.of('path-forbidden', { path: JSON.stringify(path.slice(0, 200)), reason });
  }
}

async function entryOf(folder: string, name: string): Promise<Entry | undefined> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return { name, path, kind: 'folder', modified: found.mtimeMs };
  if (!found?.isFile()) return undefined;
  return { name, path, kind: 'file', size: found.size, modified: found.mtimeMs };
}

function isFolder({ kind }: Entry): boolean {
  return kind === 'folder';
}

function holds(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
