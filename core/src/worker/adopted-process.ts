import { readFileSync } from 'node:fs';
import { killGroup, type Ending, type JobProcess } from './job-process';

/** Milliseconds between looks at a process that is not our child. */
const INTERVAL = 500;

/** A job's process that an earlier worker started: watched by looking, since the system tells only parents. */
export class AdoptedProcess implements JobProcess {
  readonly ready = Promise.resolve();
  readonly ended: Promise<Ending>;
  private wanted = false;

  /** @param mark text in the process's command line by which it is known, its control socket. */
  constructor(
    readonly pid: number,
    private readonly mark: string,
  ) {
    this.ended = new Promise((resolve) => {
      const timer = setInterval(() => {
        if (runs(pid, mark)) return;
        clearInterval(timer);
        resolve(
          this.wanted
            ? { kind: 'stopped', reason: 'it ended' }
            : {
                kind: 'died',
                reason: 'it ended; an earlier worker had started it, so the status is unknown',
              },
        );
      }, INTERVAL);
    });
  }

  expectEnd(): void {
    this.wanted = true;
  }

  kill(signal: NodeJS.Signals): void {
    // The number may belong to somebody else by now.
    if (runs(this.pid, this.mark)) killGroup(this.pid, signal);
  }
}

/** Whether the process runs (a zombie does not) and has the mark in its command line. */
export function runs(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark);
  } catch {
    return false;
  }
}
