import type { LogLine } from '../log/logger';
import type { JobState } from '../rpc/job-state';
import type { JobProcess } from './job-process';
import type { Judge, Pass } from './judge';
import type { JobFiles } from './run-dir';

/** What the owner of a job learns of it. */
export interface JobEvents {
  changed(state: JobState): void;
  logged(line: LogLine): void;
  readonly judge: Judge;
  readonly pass: Pass;
}

/** Starts the process of a job whose spec lies in its file. */
export type Launcher = (files: JobFiles) => Promise<JobProcess>;
