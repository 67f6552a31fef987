/** Milliseconds that everything has at the least: what works is not slower for it, and a busy machine takes its time. */
const LEAST = 40_000;
/**
 * Milliseconds that one look and the pause behind it count at most: while this process stood still, or the whole machine,
 * what is awaited was not looked at.
 */
const MOST_A_LOOK = 5000;

/**
 * Waits until a condition holds. A look that fails, as a question that nobody answers yet, is one that does not see it.
 * @param what - what is awaited; a function is asked when the deadline has passed.
 * @param deadline - milliseconds, where the usual 40 seconds are not enough.
 * @param every - milliseconds between two looks; more where a look is work, as a request of a server is.
 * @throws Error naming what was awaited when the deadline passes, with what the last look failed with.
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
    let failure: unknown;
    try {
      if (await holds()) return;
    } catch (error) {
      failure = error;
    }
    if (waited > enough) {
      const name = typeof what === 'string' ? what : what();
      const more = failure instanceof Error ? `; the last look failed: ${failure.message}` : '';
      throw new Error(`${name}: not within ${String(enough / 1000)} s${more}`, { cause: failure });
    }
    await new Promise((resolve) => setTimeout(resolve, every));
    waited += Math.min(performance.now() - began, MOST_A_LOOK + every);
  }
}
