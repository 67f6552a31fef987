/** Milliseconds that everything has at the least: what works is not slower for it, and a busy machine takes its time. */
const LEAST = 40_000;
/**
 * Milliseconds that one look and the pause behind it count at most: while this process stood still, or the whole machine,
 * what is awaited was not looked at.
 */
const MOST_A_LOOK = 5000;

/**
 * Waits until a condition holds.
 * @param what - what is awaited; a function is asked when the deadline has passed.
 * @param deadline - milliseconds, where the usual 40 seconds are not enough.
 * @param every - milliseconds between two looks; more where a look is work, as a request of a server is.
 * @throws Error naming what was awaited when the deadline passes.
 */
export async function waitUntil(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  deadline = LEAST,
  every = 10,
): Promise<void> {
  const enough = Math.max(deadline, LEAST);
  for (let waited = 0; ;) {
    const began = performance.now();
    if (await holds()) return;
    if (waited > enough) {
      const name = typeof what === 'string' ? what : what();
      throw new Error(`${name}: not within ${String(enough / 1000)} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, every));
    waited += Math.min(performance.now() - began, MOST_A_LOOK + every);
  }
}
