/**
 * Waits until a condition holds, looking every 10 ms.
 * @param what - what is awaited; a function is asked when the deadline has passed.
 * @param deadline - milliseconds; for a busy machine, since nothing that works is slower for it.
 * @throws Error naming what was awaited when the deadline passes.
 */
export async function waitUntil(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  deadline = 15_000,
): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await holds())) {
    if (Date.now() > end) {
      const name = typeof what === 'string' ? what : what();
      throw new Error(`${name}: not within ${String(deadline / 1000)} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
