import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { errorText, FlumotionError } from '../errors';
import { lastLines, openLog } from './job-log';
import type { JobFiles } from './run-dir';

/** How a job ended: it never came up, it died on its own, or we stopped it. */
export interface Ending {
  readonly kind: 'failed-to-start' | 'died' | 'stopped';
  /** In words: signal or exit status and its last lines. */
  readonly reason: string;
}

/** The process of a job, a child of this worker or adopted from an earlier one. */
export interface JobProcess {
  readonly pid: number;
  /** Resolves when its control socket listens; never when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves once it is gone. */
  readonly ended: Promise<Ending>;
  /** Marks the end as wanted. */
  expectEnd(): void;
  /** Sends a signal to it and to what it started. */
  kill(signal: NodeJS.Signals): void;
}

/** Milliseconds a job may take until its control socket listens. */
export const READY_DEADLINE = 15_000;

const READY_FD = 3;

/**
 * Starts the program of a job in a session of its own, so that it outlives the worker.
 * @param args of Node: flags, program, its arguments.
 * @param debug log levels, told by the environment variable FLU_DEBUG.
 * @throws FlumotionError `job-not-started` when the system refuses a new process.
 */
export async function spawnJob(
  args: readonly string[],
  files: JobFiles,
  debug: string,
  readyDeadline: number = READY_DEADLINE,
): Promise<JobProcess> {
  const log = openLog(files.log);
  try {
    const child = spawn(process.execPath, args, {
      detached: true,
      env: { ...process.env, FLU_DEBUG: debug },
      stdio: ['ignore', log.fd, log.fd, 'pipe'],
    });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    return new ChildJob(child, files.log, log.size, readyDeadline);
  } catch (error) {
    throw FlumotionError.of('job-not-started', { reason: errorText(error) });
  } finally {
    closeSync(log.fd);
  }
}

class ChildJob implements JobProcess {
  readonly pid: number;
  readonly ready: Promise<void>;
  readonly ended: Promise<Ending>;
  private isReady = false;
  private wanted = false;
  private late = false;

  constructor(
    child: ChildProcess,
    private readonly logFile: string,
    private readonly logStart: number,
    readyDeadline: number,
  ) {
    this.pid = child.pid ?? 0;
    const timer = setTimeout(() => {
      this.late = true;
      this.kill('SIGKILL');
    }, readyDeadline);
    const pipe = child.stdio[READY_FD] as Readable;
    this.ready = new Promise((resolve) => {
      pipe.on('error', () => undefined);
      pipe.once('data', () => {
        this.isReady = true;
        clearTimeout(timer);
        pipe.destroy();
        resolve();
      });
    });
    this.ended = new Promise((resolve) => {
      child.once('exit', (status, signal) => {
        clearTimeout(timer);
        pipe.destroy();
        resolve(this.ending(status, signal, readyDeadline));
      });
    });
    // The worker may end while the job goes on.
    child.unref();
  }

  expectEnd(): void {
    this.wanted = true;
  }

  kill(signal: NodeJS.Signals): void {
    killGroup(this.pid, signal);
  }

  private ending(status: number | null, signal: NodeJS.Signals | null, deadline: number): Ending {
    const how = this.late
      ? `it was not ready after ${deadline / 1000} s and was killed`
      : signal === null
        ? `exit status ${status ?? 'unknown'}`
        : `signal ${signal}`;
    const said = lastLines(this.logFile, this.logStart);
    const reason = said === '' ? how : `${how}; it said last: ${said}`;
    if (this.wanted) return { kind: 'stopped', reason: how };
    return { kind: this.isReady ? 'died' : 'failed-to-start', reason };
  }
}

/** Signals a job and all it started; a process that is gone already is no error. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone.
  }
}
