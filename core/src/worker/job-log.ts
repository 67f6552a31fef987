import { closeSync, copyFileSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { escapeText } from '../log/logger';

/** Size at which a job's log file is set aside as `.old` and begun anew, bytes. */
export const LOG_LIMIT = 2 * 1024 * 1024;

const TAIL = 4_096;

/** Opens a job's log for appending, mode 0600. @returns descriptor and present size in bytes. */
export function openLog(path: string): { fd: number; size: number } {
  const fd = openSync(path, 'a', 0o600);
  return { fd, size: fstatSync(fd).size };
}

/** Keeps a log within bounds; the job goes on writing to the same file. */
export function trimLog(path: string, limit: number = LOG_LIMIT): void {
  try {
    if (statSync(path).size <= limit) return;
    copyFileSync(path, `${path}.old`);
    truncateSync(path, 0);
  } catch {
    // The file went with its job.
  }
}

/** The last lines written after an offset, safe to print; empty when there are none. */
export function lastLines(path: string, from: number, count = 3): string {
  try {
    const fd = openSync(path, 'r');
    try {
      const { size } = fstatSync(fd);
      const start = Math.max(size < from ? 0 : from, size - TAIL);
      const buffer = Buffer.alloc(size - start);
      readSync(fd, buffer, 0, buffer.length, start);
      const lines = buffer
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      return lines.slice(-count).map(escapeText).join(' | ');
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}
