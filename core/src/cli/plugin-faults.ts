import type { Catalogue } from '../catalogue';
import type { Logger } from '../log/logger';
import { onFault } from './frame';

/** Milliseconds between reports of what a plugin throws again and again. */
const REPORT_INTERVAL = 10_000;

/**
 * Has the command live on when a plugin that it has loaded throws later, in a timer or a promise, or would end the process:
 * the plugin is named, and listed among the problems.
 */
export function outlivePlugins(catalogue: Pick<Catalogue, 'blame'>, log: Pick<Logger, 'error'>): void {
  onFault(judgeFaults(catalogue, log));
  refuseEnds(catalogue);
}

/** How code ends its process. */
const ENDS = ['exit', 'abort', 'reallyExit'] as const;

/** Has a plugin that would end the process fail instead. */
export function refuseEnds(catalogue: Pick<Catalogue, 'blame'>, target: object = process): void {
  const own = target as Record<(typeof ENDS)[number], (...values: unknown[]) => unknown>;
  for (const name of ENDS) {
    const end = own[name].bind(target);
    own[name] = (...values) => {
      const refusal = new Error(`it calls process.${name}()`);
      if (catalogue.blame(refusal)) throw refusal;
      return end(...values);
    };
  }
}

/** Judges what nobody caught: true when it was a plugin's, which is reported now and then. */
export function judgeFaults(
  catalogue: Pick<Catalogue, 'blame'>,
  log: Pick<Logger, 'error'>,
  now: () => number = () => performance.now(),
): (error: unknown) => boolean {
  const told = new Map<string, number>();
  return (error) => {
    const found = catalogue.blame(error);
    if (!found) return false;
    if (now() - (told.get(found.dir) ?? -Infinity) < REPORT_INTERVAL) return true;
    told.set(found.dir, now());
    log.error(found.text);
    return true;
  };
}
