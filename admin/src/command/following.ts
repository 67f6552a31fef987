import { InvalidArgumentError } from 'commander';

/** Does work that goes on until Ctrl-C, a termination, or until it aborts itself. */
export async function untilInterrupted(work: (stop: AbortController) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const end = (): void => {
    stop.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    await work(stop);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

/** Tells people of connections that broke, until a signal. */
export function tellingLoss(tell: (text: string) => void, signal: AbortSignal): (reason: string) => void {
  return (reason) => {
    if (!signal.aborted) tell(`the connection is lost and made again: ${reason}`);
  };
}

/** Reads a number of things. @throws InvalidArgumentError */
export function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1');
  return Number(text);
}
