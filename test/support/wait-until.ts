/**
 * Waits until a condition holds, looking every 10 ms.
 * @param deadline - milliseconds.
 * @throws Error naming what was awaited when the deadline passes.
 */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadline = 5000,
): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${String(deadline / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
