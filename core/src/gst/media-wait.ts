import { pathToFileURL } from 'node:url';

/** Milliseconds between looks. */
const POLL = 15;

/** The URI of a file for GStreamer. */
export function fileUri(location: string): string {
  return pathToFileURL(location).href;
}

/**
 * Waits for a condition.
 * @param deadline milliseconds.
 * @param check called before each look; what it throws ends the wait.
 * @throws Error naming `what` when the deadline passes.
 */
export async function until(
  condition: () => boolean,
  deadline: number,
  what: string,
  check: () => void,
): Promise<void> {
  const end = performance.now() + deadline;
  for (;;) {
    check();
    if (condition()) return;
    if (performance.now() > end) throw new Error(`${what} took longer than ${String(deadline / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}
