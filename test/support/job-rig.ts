import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlumotionError } from '../../core/src/errors';
import type { JobSpec } from '../../core/src/rpc/job-spec';
import type { JobState } from '../../core/src/rpc/job-state';
import type { Launcher } from '../../core/src/worker/job-events';
import { spawnJob } from '../../core/src/worker/job-process';
import { Jobs } from '../../core/src/worker/jobs';
import { RunDir } from '../../core/src/worker/run-dir';
import { keepingLogger } from './feed-ends';
import { waitUntil } from './wait-until';

/** Program of a job that does what its properties say; see there. */
export const FIXTURE_JOB = join(__dirname, '../fixtures/jobs/job.js');

/** A spec for the fixture job. */
export function fixtureSpec(properties: JobSpec['properties'] = {}, id = '/default/fixture'): JobSpec {
  return {
    id,
    type: 'fixture',
    packageDir: '/',
    properties,
    plugs: [],
    eaters: [],
    feeders: [],
    orphanTimeout: 60,
  };
}

/** The supervision part of a worker over real processes, in a folder of its own. */
export class JobRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-jobs-'));
  readonly states: JobState[] = [];
  readonly gone: string[] = [];
  readonly asked: string[] = [];
  readonly lines: string[];
  readonly certificate = { cert: 'CERT', key: 'KEY', fingerprint: 'ab' };
  private readonly log;
  private readonly made: Jobs[] = [];

  /** Whether the system refuses new processes. */
  refuse = false;

  constructor(private readonly readyDeadline?: number) {
    ({ log: this.log, lines: this.lines } = keepingLogger());
  }

  runDir(): Promise<RunDir> {
    return RunDir.open(this.folder, this.log);
  }

  /** The jobs of a worker that holds the folder. */
  jobs(runDir: RunDir): Jobs {
    const launch: Launcher = async (files) => {
      if (this.refuse) throw FlumotionError.of('job-not-started', { reason: 'no more processes' });
      return spawnJob([FIXTURE_JOB, files.spec, files.control], files, '', this.readyDeadline);
    };
    const jobs = new Jobs(runDir, launch, this.certificate, this.log);
    jobs.tell({
      changed: (state) => void this.states.push(state),
      gone: (id) => void this.gone.push(id),
      logged: () => undefined,
      pass: () => Promise.reject(new Error('there is nobody else')),
      judge: ({ bouncer }) => {
        this.asked.push(bouncer);
        return Promise.resolve({ admitted: false });
      },
    });
    this.made.push(jobs);
    return jobs;
  }

  get last(): JobState | undefined {
    return this.states.at(-1);
  }

  /** Waits until the job's last report has a mood and, when given, another process than before. */
  async mood(mood: JobState['mood'], otherThan?: number, deadline = 15_000): Promise<JobState> {
    await waitUntil(
      `the job is ${mood}`,
      () => this.last?.mood === mood && (otherThan === undefined || this.last.pid !== otherThan),
      deadline,
    );
    return this.last as JobState;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.made.map((jobs) => jobs.stopAll()));
    rmSync(this.folder, { recursive: true });
  }
}

/** Whether a process exists and is no zombie. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
