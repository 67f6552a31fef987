/** Signals that end a command. */
export const END_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Ends the process in order on the first signal, with exit status 0 or 1 when that failed, and at once on the second.
 * @param end ends what runs; told the name of the signal.
 * @param force does what must be done even when there is no time.
 */
export function endOnSignals(
  signals: readonly NodeJS.Signals[],
  end: (signal: string) => Promise<unknown>,
  force: () => void = () => undefined,
): void {
  let ending = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (ending) {
        force();
        process.exit(1);
      }
      ending = true;
      end(signal).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
