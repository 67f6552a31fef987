import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Longest name of a file. */
const LONGEST = 4096;

/**
 * Path of the file that an entry names. Relative names are taken from the base directory or, without one, from the
 * folder of the playlist; with a base directory all files lie inside it.
 * @throws Error in words for people when the name is none of a file, or of one outside of the base directory.
 */
export function locationOf(name: string, playlist: string, base: string | undefined): string {
  if (name.length > LONGEST) throw new Error('the name is too long');
  if (name.includes('\0')) throw new Error('the name has a character that no file name has');
  const path = pathOf(name);
  const location = resolve(base ?? dirname(playlist), path);
  if (base === undefined) return location;
  const inside = relative(base, location);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new Error(`${name} lies outside of base-directory ${base}`);
  }
  return location;
}

function pathOf(name: string): string {
  const scheme = /^([A-Za-z][\w+.-]*):\/\//.exec(name)?.[1]?.toLowerCase();
  if (scheme === undefined) return name;
  if (scheme !== 'file') {
    throw new Error(`${name} is a URL; only files of the worker's machine are played`);
  }
  try {
    return fileURLToPath(name);
  } catch (error) {
    throw new Error(`${name} names no file of this machine`, { cause: error });
  }
}
