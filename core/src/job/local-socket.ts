import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Folder in the worker's private one, so that no name can be that of the worker's own files. */
const FOLDER = 'local';
/** Longest path of a unix socket that all systems take, in bytes. */
const LONGEST = 103;

/**
 * Path of a socket by which components of one worker meet.
 * @param runDir - the worker's private folder.
 * @param name - absolute paths stay as they are; anything else names one file in a folder that is made here (0700), and never
 * reaches outside it.
 * @throws Error when the path is longer than the system takes, or the folder cannot be made.
 */
export function localSocket(runDir: string, name: string): string {
  const path = isAbsolute(name) ? name : join(runDir, FOLDER, fileName(name));
  if (Buffer.byteLength(path) > LONGEST) {
    throw new Error(
      `the socket ${path} has a path of ${Buffer.byteLength(path)} bytes; expected at most ${LONGEST}: give it a shorter name, or the worker a shorter run directory`,
    );
  }
  if (!isAbsolute(name)) mkdirSync(join(runDir, FOLDER), { recursive: true, mode: 0o700 });
  return path;
}

// Names are free text; as the name of a file only harmless characters are taken as they are.
function fileName(name: string): string {
  return /^\w[\w.-]{0,39}$/.test(name) ? name : createHash('sha256').update(name).digest('hex').slice(0, 16);
}
