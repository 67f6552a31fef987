import { ApiError, callMedium } from '../api/client';

/** Milliseconds until a feed that could not be shown is tried again. */
const AGAIN = 3000;

/** Pictures or pieces of sound of a feed, each when it is there, without end. @throws ApiError */
export async function* follow(path: string, signal: AbortSignal): AsyncGenerator<Blob, void> {
  let next = '';
  while (!signal.aborted) {
    const piece = await callMedium(path + next, signal);
    yield piece.data;
    ({ next } = piece);
  }
}

/** Whether it may go better in a while, as when a component is started again. */
export function mayComeBack(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

/** Resolves when it is time to try again, or nobody wants to any more. */
export function laterAgain(signal: AbortSignal): Promise<void> {
  return until(signal, (done) => {
    const timer = setTimeout(done, AGAIN);
    return () => clearTimeout(timer);
  });
}

/** Resolves when somebody can see the page, or nobody wants to any more. */
export async function seen(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return;
  await until(signal, (done) => {
    document.addEventListener('visibilitychange', done);
    return () => document.removeEventListener('visibilitychange', done);
  });
}

function until(signal: AbortSignal, begin: (done: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      end();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const end = begin(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
