import { FlumotionError } from './errors';

/**
 * Waits for work, but not for ever.
 * @param what - what is awaited, for the message.
 * @throws FlumotionError `deadline-passed` when the work takes longer than the deadline (milliseconds).
 */
export async function withDeadline<T>(work: Promise<T>, deadline: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(FlumotionError.of('deadline-passed', { what, seconds: deadline / 1000 }));
    }, deadline);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
