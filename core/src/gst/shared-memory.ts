import { closeSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux keeps what `shm_open` makes, in memory. */
const FOLDER = '/dev/shm';
/**
 * How `shmsink` names an area: by its process and a number.
 * Source: sys/shm/shmpipe.c of gst-plugins-bad, `/shmpipe.%5d.%5d`.
 */
const AREA = /^shmpipe\. *(\d+)\. *\d+$/;
/** Times the wanted size that must be free, so that one feed does not take the last of it. */
const ROOM = 2;
/** Bytes written at once. */
const PIECE = 1_048_576;

/** The names of the areas that this process has. */
export function ownAreas(): ReadonlySet<string> {
  return new Set(areas().filter((name) => ownerOf(name) === process.pid));
}

/**
 * Gives an area its memory now: it gets it when it is first written otherwise, and a process that writes where there is none
 * left is killed.
 * @returns whether there was enough.
 */
export function reserve(area: string, bytes: number): boolean {
  let fd: number | undefined;
  try {
    const { bavail, bsize } = statfsSync(FOLDER);
    if (bavail * bsize < bytes * ROOM) return false;
    fd = openSync(join(FOLDER, area), 'r+');
    const piece = Buffer.alloc(Math.min(bytes, PIECE));
    for (let at = 0; at < bytes;) {
      const written = writeSync(fd, piece, 0, Math.min(piece.length, bytes - at), at);
      if (written === 0) return false;
      at += written;
    }
    return true;
  } catch {
    return false;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Removes the areas of processes that are no more: who was killed could not. */
export function removeLeftAreas(): void {
  for (const name of areas()) if (!lives(ownerOf(name))) remove(join(FOLDER, name));
}

function areas(): string[] {
  try {
    return readdirSync(FOLDER).filter((name) => AREA.test(name));
  } catch {
    return [];
  }
}

function ownerOf(area: string): number {
  return Number(AREA.exec(area)?.[1]);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It is somebody else's.
  }
}
