import type { Connection } from '../rpc/connection';
import { stop } from '../rpc/messages';
import type { JobProcess } from './job-process';

/** Milliseconds after the request to stop at which stronger means follow. */
export interface EndTiming {
  readonly term: number;
  readonly kill: number;
}

/** SIGTERM after 3 s, SIGKILL after 4.2 s: gone within 5 s. */
export const END_TIMING: EndTiming = { term: 3_000, kill: 4_200 };

/** Ends a process: by request through its control socket when there is one, then by SIGTERM, then by SIGKILL. */
export async function endProcess(
  process: JobProcess,
  connection: Connection | undefined,
  timing: EndTiming = END_TIMING,
): Promise<void> {
  process.expectEnd();
  const term = setTimeout(
    () => {
      process.kill('SIGTERM');
    },
    connection ? timing.term : 0,
  );
  const kill = setTimeout(() => {
    process.kill('SIGKILL');
  }, timing.kill);
  // A job that ends closes the connection before or after it answers: both are good.
  connection?.request(stop, {}).catch(() => undefined);
  await process.ended;
  clearTimeout(term);
  clearTimeout(kill);
}
