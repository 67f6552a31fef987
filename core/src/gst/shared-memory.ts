import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where Linux keeps what `shm_open` makes, in memory. */
const FOLDER = '/dev/shm';
/**
 * How `shmsink` names an area: by its process and a number.
 * Source: sys/shm/shmpipe.c of gst-plugins-bad, `/shmpipe.%5d.%5d`.
 */
const AREA = /^shmpipe\. *(\d+)\. *\d+$/;
/** What the name of the note ends with that stands beside a socket and names its area. */
const NOTE = '.area';
/** Times the wanted size that must be free, so that one feed does not take the last of it. */
const ROOM = 2;
/** Bytes written at once. */
const PIECE = 1_048_576;

/** The names of the areas that this process has. */
export function ownAreas(): ReadonlySet<string> {
  const own = namesIn(FOLDER).filter((name) => Number(AREA.exec(name)?.[1]) === process.pid);
  return new Set(own);
}

/**
 * Gives an area its memory now: it gets it when it is first written otherwise, and a process that writes where there is none
 * left is killed. Whose area it is stands beside its socket from now on: who is killed cannot remove it.
 * @returns whether there was enough.
 */
export function reserve(area: string, bytes: number, socket: string): boolean {
  let fd: number | undefined;
  try {
    writeFileSync(socket + NOTE, area, { mode: 0o600 });
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

/** Removes a socket that leads to an area, the area, and the note about it, as far as they are there. */
export function release(socket: string): void {
  try {
    const area = readFileSync(socket + NOTE, 'utf8');
    if (AREA.test(area)) rmSync(join(FOLDER, area), { force: true });
  } catch {
    // There is no note: it never had one.
  }
  for (const file of [socket, socket + NOTE]) rmSync(file, { force: true });
}

/** Removes what a feeder that is no more left in shared memory. @param path of its own socket. */
export function releaseAll(path: string): void {
  const [folder, beginning] = [dirname(path), `${basename(path)}.m`];
  for (const name of namesIn(folder)) {
    if (!name.startsWith(beginning) || !name.endsWith(NOTE)) continue;
    release(join(folder, name.slice(0, -NOTE.length)));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
