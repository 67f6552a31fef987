import { readFileSync } from 'node:fs';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { jobSpec, type JobSpec } from '../rpc/job-spec';

/** Writes a job's spec, readable by this user alone. */
export function writeSpec(path: string, spec: JobSpec): void {
  writeFileAtomic(path, `${JSON.stringify(spec, null, 2)}\n`, { mode: 0o600 });
}

/** Reads a job's spec. @throws Error when the file is unreadable or has another form. */
export function readSpec(path: string): JobSpec {
  return jobSpec.parse(JSON.parse(readFileSync(path, 'utf8')));
}
