import { lstat, open, opendir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { RowOf } from '@flumotion/core/plugin';
import type { declaration } from './declaration';
import { isRecording } from './file-name';
import { indexedSeconds } from './index-lines';
import type { Written } from './written';

/** A row of the table `files`. */
export type FileRow = RowOf<(typeof declaration)['tables']['files']['columns']>;

/** Most names of the folder that are looked at, most folders deep, most files that are shown. */
const MOST_NAMES = 10_000;
const DEEPEST = 8;
export const MOST_FILES = 500;
/** Bytes of an index that hold its first lines, or its last. */
const INDEX_PART = 1024;

interface Found {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly changed: number;
}

/**
 * The recordings in a folder and below it, the newest first; none when there is no such folder. Symbolic links are passed
 * over.
 * @throws Error when the folder cannot be read.
 */
export async function recordedFiles(directory: string, written: Written): Promise<readonly FileRow[]> {
  const root = resolve(directory);
  const { paths, indexed } = await namesIn(root);
  const found: Found[] = [];
  for (const path of paths) {
    const file = await foundAt(path);
    if (file) found.push(file);
  }
  found.sort((a, b) => b.changed - a.changed);
  const rows: FileRow[] = [];
  for (const { path, bytes, made, changed } of found.slice(0, MOST_FILES)) {
    const known = written.find(path);
    const writing = known !== undefined && known.ended === undefined;
    const index = `${path}.index`;
    const seconds = known?.seconds ?? (indexed.has(index) ? await secondsOf(index) : undefined);
    rows.push({
      name: relative(root, path),
      begun: known?.begun ?? made,
      ended: writing ? undefined : (known?.ended ?? changed),
      bytes,
      seconds: seconds === undefined ? undefined : Math.round(seconds * 10) / 10,
      writing,
    });
  }
  return rows.sort((a, b) => (b.begun ?? 0) - (a.begun ?? 0));
}

/** Paths of recordings and of their indexes. */
async function namesIn(root: string): Promise<{ paths: readonly string[]; indexed: ReadonlySet<string> }> {
  const paths: string[] = [];
  const indexed = new Set<string>();
  let level = [root];
  let names = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      try {
        for await (const entry of await opendir(folder)) {
          if (++names > MOST_NAMES) return { paths, indexed };
          const path = join(folder, entry.name);
          if (entry.isDirectory()) below.push(path);
          else if (!entry.isFile()) continue;
          else if (isRecording(entry.name)) paths.push(path);
          else if (entry.name.endsWith('.index')) indexed.add(path);
        }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (folder === root && code !== 'ENOENT') throw error;
      }
    }
    level = below;
  }
  return { paths, indexed };
}

async function foundAt(path: string): Promise<Found | undefined> {
  try {
    const { size, mtimeMs, birthtimeMs } = await lstat(path);
    const changed = Math.round(mtimeMs);
    // A copy is younger than what is in it; some file systems do not know when a file was made.
    const made = birthtimeMs > 0 ? Math.min(Math.round(birthtimeMs), changed) : changed;
    return { path, bytes: size, made, changed };
  } catch {
    // It was moved away meanwhile.
    return undefined;
  }
}

async function secondsOf(index: string): Promise<number | undefined> {
  try {
    const file = await open(index, 'r');
    try {
      const { size } = await file.stat();
      const part = async (at: number): Promise<string> => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(INDEX_PART), 0, INDEX_PART, at);
        return buffer.toString('latin1', 0, bytesRead);
      };
      return indexedSeconds(await part(0), await part(Math.max(0, size - INDEX_PART)));
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
