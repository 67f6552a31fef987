import { statSync } from 'node:fs';

/** Whether a device file is on this machine. Other files count as absent: nobody learns from it what is on the disk. */
export function hasDevice(path: string): boolean {
  if (!/^\/dev\/[\w./:-]+$/.test(path) || path.split('/').includes('..')) return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isCharacterDevice() === true || stat?.isBlockDevice() === true;
}
