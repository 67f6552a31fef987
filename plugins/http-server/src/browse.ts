import { opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { RowOf } from '@flumotion/core/plugin';
import type { declaration } from './declaration';
import { mayBeServed } from './paths';

/** A row of the table `files`. */
export type FileRow = RowOf<(typeof declaration)['tables']['files']['columns']>;

/** Most files and folders that are listed at once, and most folders deep. */
const MOST = 5_000;
const DEEPEST = 16;

/**
 * What is served below a folder: of one folder in it, or of all, those on top first. Names that no request may have are left
 * out, and so are links that lead out, as requests for them are refused.
 * @param root - the folder, or the single file, that is served.
 * @param wanted - as `/`, `/films` or `/films/old`; all folders when left out.
 * @throws Error when a folder cannot be read, or there is none of that name.
 */
export async function browse(root: string, wanted: string | undefined): Promise<readonly FileRow[]> {
  const home = await realpath(root);
  const rows: FileRow[] = [];
  if (!(await stat(home)).isDirectory()) {
    const { size, mtimeMs } = await stat(home);
    const name = home.slice(home.lastIndexOf(sep) + 1);
    return [{ folder: '/', name, 'is-folder': false, bytes: size, modified: Math.round(mtimeMs) }];
  }
  let level = [wanted === undefined ? '/' : nameOf(wanted)];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      const found: Entry[] = [];
      for await (const entry of entries(home, folder, depth === 0))
        if (found.push(entry) >= MOST - rows.length) break;
      for (const { row, descend } of found.sort(byName)) {
        rows.push(row);
        if (descend) below.push(`${folder === '/' ? '' : folder}/${String(row.name)}`);
      }
      if (rows.length >= MOST) return rows;
    }
    level = wanted === undefined ? below : [];
  }
  return rows;
}

interface Entry {
  readonly row: FileRow;
  /** It is a folder to look into. */
  readonly descend: boolean;
}

/** The name of a folder as rows have it. @throws Error when no folder can have it. */
function nameOf(wanted: string): string {
  const names = wanted.split('/').slice(1);
  if (wanted === '/') return wanted;
  if (!wanted.startsWith('/') || !names.every(mayBeServed))
    throw new Error(`${JSON.stringify(wanted)} is no folder that is served; expected a name such as /films`);
  return wanted;
}

/** Folders before files. */
function byName({ row: a }: Entry, { row: b }: Entry): number {
  const [folderA, folderB] = [a['is-folder'] === true, b['is-folder'] === true];
  return Number(folderB) - Number(folderA) || String(a.name).localeCompare(String(b.name), 'en');
}

/** @param strict - throw when the folder cannot be read. */
async function* entries(home: string, folder: string, strict: boolean): AsyncGenerator<Entry> {
  const inside = (path: string): boolean =>
    path === home || path.startsWith(home.endsWith(sep) ? home : home + sep);
  try {
    const real = await realpath(join(home, folder));
    if (!inside(real)) throw new Error(`${folder} leads out of the folder that is served`);
    for await (const entry of await opendir(real)) {
      if (!mayBeServed(entry.name)) continue;
      const path = join(real, entry.name);
      const row = await rowOf(path, entry.isSymbolicLink(), inside, { folder, name: entry.name });
      // A link to a folder may be one to a folder above it.
      if (row) yield { row, descend: row['is-folder'] === true && !entry.isSymbolicLink() };
    }
  } catch (error) {
    if (strict) throw error;
  }
}

async function rowOf(
  path: string,
  linked: boolean,
  inside: (path: string) => boolean,
  place: { readonly folder: string; readonly name: string },
): Promise<FileRow | undefined> {
  try {
    if (linked && !inside(await realpath(path))) return undefined;
    const state = await stat(path);
    const modified = Math.round(state.mtimeMs);
    if (state.isDirectory()) return { ...place, 'is-folder': true, modified };
    return state.isFile() ? { ...place, 'is-folder': false, bytes: state.size, modified } : undefined;
  } catch {
    // It went away meanwhile, or may not be read.
    return undefined;
  }
}
