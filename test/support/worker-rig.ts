import 'reflect-metadata';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerContainer } from '../../core/src/container';
import type { WorkerSettings } from '../../core/src/worker/settings';
import { Worker } from '../../core/src/worker/worker';
import { FakeManager } from './fake-manager';
import { keepingLogger } from './feed-ends';
import { freePort } from './free-port';
import { FIXTURE_JOB } from './job-rig';

/** Writes a plugin package that lists a component type; nothing loads its code. */
export function writePackage(folder: string, type: string): string {
  const dir = join(folder, type);
  mkdirSync(dir, { recursive: true });
  const manifest = {
    name: `flumotion-plugin-${type}`,
    version: '1.2.3',
    keywords: ['flumotion-plugin'],
    flumotion: { api: '^1.0.0', components: [type] },
  };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
  return dir;
}

/** A worker composed as in its process, with fixture jobs, and a manager for it. */
export class WorkerRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-worker-'));
  readonly packages = join(this.folder, 'packages');
  readonly runDir = join(this.folder, 'run');
  readonly lines: string[];
  manager!: FakeManager;
  private readonly log;
  private readonly workers: Worker[] = [];

  constructor() {
    ({ log: this.log, lines: this.lines } = keepingLogger());
    writePackage(this.packages, 'fixture');
  }

  async startManager(): Promise<FakeManager> {
    this.manager = new FakeManager(await freePort());
    await this.manager.start();
    return this.manager;
  }

  /** A worker that is not running yet. */
  async worker(over: Partial<WorkerSettings> = {}): Promise<Worker> {
    const nowhere = '/nonexistent';
    const programs = {
      job: FIXTURE_JOB,
      clockProvider: nowhere,
      elementChecker: nowhere,
      preview: nowhere,
      deviceProbe: nowhere,
    };
    const settings: WorkerSettings = {
      name: 'test',
      manager: { host: '127.0.0.1', port: this.manager.port, transport: 'tcp' },
      user: 'user',
      password: 'secret',
      feederPorts: [8600, 8601],
      debug: '',
      runDir: this.runDir,
      pinsFile: join(this.folder, 'pins'),
      programs,
      roots: [],
      folders: [this.packages],
      ...over,
    };
    const worker = (await workerContainer(settings, this.log)).resolve(Worker);
    this.workers.push(worker);
    return worker;
  }

  async dispose(): Promise<void> {
    for (const worker of this.workers) await worker.stop('the test ends');
    await this.manager.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
