/**
 * Waits until a condition holds.
 * @param what - what is awaited; a function is asked when the deadline has passed.
 * @param deadline - milliseconds; for a busy machine, since nothing that works is slower for it.
 * @param every - milliseconds between two looks; more where a look is work, as a request of a server is.
 * @throws Error naming what was awaited when the deadline passes.
 */
export async function waitUntil(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  deadline = 15_000,
  every = 10,
): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await holds())) {
    if (Date.now() > end) {
      const name = typeof what === 'string' ? what : what();
      throw new Error(`${name}: not within ${String(deadline / 1000)} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
