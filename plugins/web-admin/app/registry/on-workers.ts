import type { WorkerPackage, WorkerState } from '../api/types';

/** How the package of a worker stands to the manager's. */
export type Fit = NonNullable<WorkerPackage['fit']>;

/** The same in words. */
export const FIT: Readonly<Record<Fit, string>> = {
  same: "the manager's version",
  newer: "newer than the manager's",
  older: "older than the manager's",
  apart: 'another major version than the manager has: not used',
};

/** The workers that have a package, with their version of it and how that stands to the manager's. */
export function packagesOnWorkers(
  workers: readonly WorkerState[],
  name: string,
): readonly { readonly worker: string; readonly version: string; readonly fit: Fit }[] {
  return workers.flatMap((worker) => {
    const found = worker.packages.find((one) => one.name === name);
    return found?.fit === undefined ? [] : [{ worker: worker.name, version: found.version, fit: found.fit }];
  });
}
