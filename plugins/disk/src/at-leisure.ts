/** Work that takes less is done whenever somebody asks, milliseconds. */
const QUICK = 20;
/** What it found is good for so many times as long as the work took. */
const REST = 20;
/** The longest, milliseconds. */
const LONGEST = 30_000;

/**
 * Work that many may ask for at one time, and again and again: done once for all of them, and where it takes long at most a
 * twentieth of the time.
 */
export function atLeisure<T>(
  work: () => Promise<T>,
  now = (): number => performance.now(),
): () => Promise<T> {
  let found: { readonly value: T; readonly until: number } | undefined;
  let under: Promise<T> | undefined;
  const done = async (): Promise<T> => {
    const begun = now();
    const value = await work();
    const took = now() - begun;
    found = took < QUICK ? undefined : { value, until: now() + Math.min(took * REST, LONGEST) };
    return value;
  };
  return () => {
    if (found && now() < found.until) return Promise.resolve(found.value);
    under ??= done().finally(() => {
      under = undefined;
    });
    return under;
  };
}
