import type { NoFile, OpenFile } from '@flumotion/core/plugin';

/** Milliseconds, less than a component waits for a plug. */
const DEADLINE = 4500;

/** What opening a file came to, if it did in time; a file that is opened later is closed again, so that none stays open. */
export function inTime(opening: Promise<OpenFile | NoFile>, deadline = DEADLINE): Promise<OpenFile | NoFile> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve({ missing: 'unavailable', reason: `it could not be opened within ${deadline / 1000} s` });
    }, deadline);
    opening.then(
      (file) => {
        clearTimeout(timer);
        if (!late) resolve(file);
        else if (!('missing' in file)) file.close();
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
