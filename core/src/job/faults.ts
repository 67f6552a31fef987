import { culpritOf } from '@flumotion/registry';
import type { JobSpec } from '../rpc/job-spec';

/** The parts of a specification that tell whose code runs in a job. */
export type Packages = Pick<JobSpec, 'packageDir'> & { readonly plugs: readonly { packageDir: string }[] };

/**
 * Places of the plugs whose code threw what nobody caught. None when it was the component itself, or the program: those
 * end the job, and the worker starts it again.
 */
export function faultyPlugs({ packageDir, plugs }: Packages, error: unknown): readonly number[] {
  const dirs = new Set([packageDir, ...plugs.map((plug) => plug.packageDir)]);
  const culprit = culpritOf(
    error,
    [...dirs].map((dir) => ({ name: dir, dir })),
  );
  if (!culprit || culprit.dir === packageDir) return [];
  return plugs.flatMap((plug, place) => (plug.packageDir === culprit.dir ? [place] : []));
}
