import { spawn } from 'node:child_process';
import { closeSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { inject, injectable } from 'tsyringe';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { RUN_DIR, WORKER_SETTINGS, LOGGER } from '../tokens';
import { runs } from './adopted-process';
import { lastLines, openLog } from './job-log';
import { killGroup } from './job-process';
import { RestartPolicy } from './restart-policy';
import type { RunDir } from './run-dir';
import type { WorkerSettings } from './settings';

const record = z.object({ pid: z.number().int(), port: z.number().int() });
type Running = z.infer<typeof record>;

const READY_DEADLINE = 15_000;

/**
 * The machine's time provider, a process of its own that outlives the worker: jobs on other machines follow it, so it
 * keeps its port over its own death and that of the worker.
 */
@injectable()
export class ClockProvider {
  private running: Promise<Running> | undefined;
  private again: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly policy = new RestartPolicy();
  private readonly recordFile: string;
  private readonly logFile: string;

  constructor(
    @inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'programs'>,
    @inject(RUN_DIR) private readonly runDir: RunDir,
    @inject(LOGGER) private readonly log: Logger,
  ) {
    this.recordFile = join(runDir.path, 'clock-provider');
    this.logFile = `${this.recordFile}.log`;
  }

  /**
   * Starts the provider, or finds it running.
   * @param wanted UDP port it had before; another is taken when that one is not free.
   * @returns its UDP port.
   * @throws FlumotionError `clock-not-provided`.
   */
  async provide(wanted?: number): Promise<number> {
    this.running ??= this.find() ?? this.startOn(wanted ?? 0);
    try {
      return (await this.running).port;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  /** Ends the provider. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    const running = await (this.running ?? this.find())?.catch(() => undefined);
    if (running && runs(running.pid, this.runDir.lockPath)) killGroup(running.pid, 'SIGTERM');
    for (const file of [this.recordFile, this.logFile]) rmSync(file, { force: true });
  }

  /** A provider that an earlier worker started and that still runs. */
  private find(): Promise<Running> | undefined {
    try {
      const found = record.parse(JSON.parse(readFileSync(this.recordFile, 'utf8')));
      if (!runs(found.pid, this.runDir.lockPath)) return undefined;
      this.log.info(`the time provider runs already, process ${found.pid}, UDP port ${found.port}`);
      return Promise.resolve(found);
    } catch {
      return undefined;
    }
  }

  private async startOn(port: number): Promise<Running> {
    try {
      return await this.start(port);
    } catch (error) {
      if (port === 0) throw error;
      this.log.warn(`UDP port ${port} is not to be had for the time provider; another one is taken`);
      return this.start(0);
    }
  }

  private start(port: number): Promise<Running> {
    const log = openLog(this.logFile);
    const startedAt = Date.now();
    const child = spawn(
      process.execPath,
      [this.settings.programs.clockProvider, this.runDir.lockPath, String(port)],
      {
        detached: true,
        stdio: ['ignore', log.fd, log.fd, 'pipe'],
      },
    );
    closeSync(log.fd);
    child.unref();
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer);
        const said = lastLines(this.logFile, log.size);
        reject(FlumotionError.of('clock-not-provided', { reason: said === '' ? reason : said }));
      };
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail(`it was not ready after ${READY_DEADLINE / 1000} s`);
      }, READY_DEADLINE);
      child.once('error', (error) => {
        fail(errorText(error));
      });
      let ready: Running | undefined;
      const pipe = child.stdio[3] as Readable;
      pipe.on('error', () => undefined);
      pipe.once('data', (data: Buffer) => {
        clearTimeout(timer);
        pipe.destroy();
        ready = { pid: child.pid ?? 0, port: Number(data.toString()) };
        writeFileAtomic(this.recordFile, JSON.stringify(ready), { mode: 0o600 });
        this.log.info(`time provider started, process ${ready.pid}, UDP port ${ready.port}`);
        resolve(ready);
      });
      child.once('exit', (status, signal) => {
        const how = signal === null ? `exit status ${status ?? 'unknown'}` : `signal ${signal}`;
        if (ready) this.died(ready, how, Date.now() - startedAt);
        else fail(how);
      });
    });
  }

  private died(before: Running, how: string, lived: number): void {
    if (this.stopped) return;
    this.running = undefined;
    const delay = this.policy.died(Date.now(), lived);
    if (delay === undefined) {
      this.log.error(`the time provider died again (${how}) and is not started again until a flow needs it`);
      return;
    }
    this.log.warn(`the time provider died: ${how}; it starts again in ${delay / 1000} s`);
    this.again = setTimeout(() => {
      this.provide(before.port).catch((error: unknown) => {
        this.log.error(errorText(error));
      });
    }, delay);
  }
}
