import { lstat, rename, rm, symlink } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';

/**
 * Makes a link point at a file, in one step: whoever reads it sees the old or the new file.
 * @param link - path of the link; relative to the folder of recordings.
 * @throws Error when something that is no link stands there, or the link cannot be made.
 */
export async function pointLink(directory: string, link: string, target: string): Promise<void> {
  const path = resolve(directory, link);
  const standing = await lstat(path).catch(() => undefined);
  if (standing && !standing.isSymbolicLink()) {
    throw new Error(`${path} is not a symbolic link and is left alone; remove it or choose another name`);
  }
  const fresh = `${path}.${String(process.pid)}.new`;
  await rm(fresh, { force: true });
  await symlink(relative(dirname(path), target), fresh);
  await rename(fresh, path);
}
