import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether a device file is on this machine; with `*` at its end, whether one is that begins so. Other files count as absent: nobody learns from it what is on the disk. */
export function hasDevice(path: string): boolean {
  if (path.endsWith('*')) return anyDevice(path.slice(0, -1));
  if (!/^\/dev\/[\w./:-]+$/.test(path) || path.split('/').includes('..')) return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isCharacterDevice() === true || stat?.isBlockDevice() === true;
}

function anyDevice(start: string): boolean {
  const folder = start.endsWith('/') ? start.slice(0, -1) : dirname(start);
  if (!/^\/dev(\/|$)/.test(folder) || start.split('/').includes('..')) return false;
  try {
    const paths = readdirSync(folder).map((name) => `${folder}/${name}`);
    return paths.some((path) => path.startsWith(start) && hasDevice(path));
  } catch {
    return false;
  }
}
