import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errorText, FlumotionError, isFlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { listenUnix, type UnixListener } from '../rpc/unix';

/** Files of one job. */
export interface JobFiles {
  /** Specification, JSON, mode 0600. */
  readonly spec: string;
  /** Control socket, on which the job listens. */
  readonly control: string;
  /** What the process wrote to standard output and error. */
  readonly log: string;
}

const SPEC = '.json';
const LOCK = 'worker.lock';

/** The worker's private folder, held by one living worker at a time. */
export class RunDir {
  private constructor(
    /** Absolute path. */
    readonly path: string,
    private readonly lock: UnixListener,
  ) {}

  /**
   * Makes the folder private (0700) and takes it for this process.
   * @throws FlumotionError `rundir-in-use` when a living worker has it, `rundir-unusable` when it cannot be private.
   */
  static async open(folder: string, log: Logger): Promise<RunDir> {
    const path = resolve(folder);
    makePrivate(path);
    try {
      const lock = await listenUnix(join(path, LOCK), 'another worker', log, (connection) => {
        connection.close('this socket only shows that the run directory is taken');
      });
      return new RunDir(path, lock);
    } catch (error) {
      if (isFlumotionError(error) && error.code === 'socket-in-use')
        throw FlumotionError.of('rundir-in-use', { path });
      throw FlumotionError.of('rundir-unusable', { path, reason: errorText(error) });
    }
  }

  /** Socket that answers while a worker holds the folder. */
  get lockPath(): string {
    return join(this.path, LOCK);
  }

  /** The files of the component's job; the same for the same id, for ever. */
  files(id: string): JobFiles {
    return this.filesOf(createHash('sha256').update(id).digest('hex').slice(0, 16));
  }

  /** The files of all jobs that were wanted when the folder was last in use. */
  leftovers(): readonly JobFiles[] {
    return readdirSync(this.path)
      .filter((name) => /^[0-9a-f]{16}\.json$/.test(name))
      .map((name) => this.filesOf(basename(name, SPEC)));
  }

  /** Whether a path lies in the folder itself. */
  holds(path: string): boolean {
    return dirname(path) === this.path && resolve(path) === path;
  }

  /** Forgets a job. */
  remove(files: JobFiles): void {
    for (const file of [files.spec, files.control, files.log, `${files.log}.old`])
      rmSync(file, { force: true });
  }

  /** Gives the folder free. */
  close(): Promise<void> {
    return this.lock.close();
  }

  private filesOf(stem: string): JobFiles {
    const at = join(this.path, stem);
    return { spec: at + SPEC, control: `${at}.ctl`, log: `${at}.log` };
  }
}

function makePrivate(path: string): void {
  let reason: string | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const stat = lstatSync(path);
    const own = process.getuid?.() === stat.uid;
    if (!stat.isDirectory()) reason = 'it is not a folder';
    else if (!own) reason = `it belongs to user ${stat.uid}`;
    else if ((stat.mode & 0o077) !== 0)
      reason = `others may enter it (mode ${(stat.mode & 0o777).toString(8)}); run chmod 700 on it`;
  } catch (error) {
    reason = errorText(error);
  }
  if (reason !== undefined) throw FlumotionError.of('rundir-unusable', { path, reason });
}
