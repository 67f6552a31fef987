import type { ServerResponse } from 'node:http';
import type { Visit } from '@flumotion/web';

/** Milliseconds: a timer cannot wait longer. */
const LONGEST = 2 ** 31 - 1;

/** Ends an answer when its time is up. */
export function limit(response: ServerResponse, visit: Visit, seconds: number): void {
  const timer = setTimeout(
    () => {
      visit.note = `its ${seconds} s are up`;
      response.destroy();
    },
    Math.min(seconds * 1000, LONGEST),
  );
  response.once('close', () => clearTimeout(timer));
}
