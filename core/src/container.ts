import 'reflect-metadata';
import { join } from 'node:path';
import { container, type DependencyContainer } from 'tsyringe';
import type { Logger } from './log/logger';
import { ownCertificate } from './rpc/certificate';
import { Pins } from './rpc/pins';
import { connectManager } from './rpc/websocket';
import * as tokens from './tokens';
import { Backoff } from './worker/backoff';
import { ClockProvider } from './worker/clock-provider-process';
import { ElementChecker } from './worker/elements';
import { spawnJob } from './worker/job-process';
import { Jobs } from './worker/jobs';
import { ManagerLink } from './worker/manager-link';
import { Packages } from './worker/packages';
import { RunDir } from './worker/run-dir';
import type { WorkerSettings } from './worker/settings';
import { Worker } from './worker/worker';

/**
 * Puts a worker together and takes its run directory; resolve `Worker` from it.
 * @throws FlumotionError `rundir-in-use` or `rundir-unusable`.
 */
export async function workerContainer(settings: WorkerSettings, log: Logger): Promise<DependencyContainer> {
  const runDir = await RunDir.open(settings.runDir, log);
  const certificate = await ownCertificate(join(runDir.path, 'certificate.pem'), settings.name);
  const pins = new Pins(settings.pinsFile);
  const child = container.createChildContainer();
  child.register(tokens.WORKER_SETTINGS, { useValue: settings });
  child.register(tokens.LOGGER, { useValue: log });
  child.register(tokens.RUN_DIR, { useValue: runDir });
  child.register(tokens.CERTIFICATE, { useValue: certificate });
  child.register(tokens.BACKOFF, { useValue: new Backoff() });
  child.register(tokens.LAUNCHER, {
    useValue: (files) => spawnJob([settings.programs.job, files.spec, files.control], files, settings.debug),
  });
  child.register(tokens.CONNECTOR, {
    useValue: () => {
      const { host, port } = settings.manager;
      const pin = (fingerprint: string): void => {
        if (pins.check(host, port, fingerprint))
          log.warn(`first contact with the manager at ${host}:${port}: its fingerprint is ${fingerprint}`);
      };
      return connectManager({ ...settings.manager, pin }, log);
    },
  });
  for (const service of [Jobs, Packages, ElementChecker, ClockProvider, ManagerLink, Worker])
    child.registerSingleton(service as new () => unknown);
  return child;
}
