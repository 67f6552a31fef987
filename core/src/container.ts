import 'reflect-metadata';
import { join } from 'node:path';
import { container, type DependencyContainer } from 'tsyringe';
import type { Catalogue } from './catalogue';
import type { Logger } from './log/logger';
import { AccessTokens } from './manager/access/access-tokens';
import { Accounts } from './manager/access/accounts';
import { AuditLog } from './manager/access/audit-log';
import { FirstRun } from './manager/access/first-run';
import { Gatekeeper } from './manager/access/gatekeeper';
import { Sessions } from './manager/access/sessions';
import { Api } from './manager/api/app';
import { EventGate } from './manager/api/event-gate';
import { EventHub } from './manager/api/event-hub';
import { CLOSED_DOOR, ManagerBouncer } from './manager/bouncer';
import { ownIdentity, readIdentity } from './manager/certificate';
import { ManagerControl } from './manager/control';
import { Entry } from './manager/entry';
import { Events } from './manager/events/events';
import { FigureKeeper } from './manager/events/figures';
import { LogBook } from './manager/events/log-book';
import { MessageBook } from './manager/events/message-book';
import { FlowWatch } from './manager/events/flow-watch';
import { PlanetWatch } from './manager/events/planet-watch';
import { FileStore } from './manager/file-store';
import { HttpServer } from './manager/http-server';
import { Inspection } from './manager/inspection';
import { Manager } from './manager/manager';
import { isLoopback } from './manager/plan/address';
import { PlanetEditor } from './manager/planet-editor';
import { PlanetFiles } from './manager/planet-files';
import { ManagerPlugs } from './manager/plugs';
import { Records } from './manager/records';
import { RegistryView } from './manager/registry-view';
import type { ManagerSettings } from './manager/settings';
import { Supervisor } from './manager/supervisor';
import { WorkerGate } from './manager/worker-gate';
import { Wizard } from './manager/wizard/service';
import { Workers } from './manager/workers';
import type { ComponentConfig, PlugConfig } from './model/planet';
import { ownCertificate, type Certificate } from './rpc/certificate';
import { Pins } from './rpc/pins';
import { connectManager } from './rpc/websocket';
import * as tokens from './tokens';
import { Backoff } from './worker/backoff';
import { ClockProvider } from './worker/clock-provider-process';
import { ElementChecker } from './worker/elements';
import { Folders } from './worker/folders';
import { spawnJob } from './worker/job-process';
import { Jobs } from './worker/jobs';
import { ManagerLink } from './worker/manager-link';
import { Packages } from './worker/packages';
import { Previews } from './worker/previews';
import { Prober } from './worker/prober';
import { RunDir } from './worker/run-dir';
import { builtPrograms, type WorkerSettings } from './worker/settings';
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
  for (const service of [
    Jobs,
    Packages,
    ElementChecker,
    Folders,
    Prober,
    ClockProvider,
    Previews,
    ManagerLink,
    Worker,
  ])
    child.registerSingleton(service as new () => unknown);
  return child;
}

/**
 * Puts together what runs jobs without a manager: flumotion-launch. Its feeds never leave the machine.
 * @throws FlumotionError `rundir-in-use` or `rundir-unusable`.
 */
export async function launchContainer(
  runDir: string,
  debug: string,
  log: Logger,
): Promise<DependencyContainer> {
  const { job } = builtPrograms();
  const child = container.createChildContainer();
  child.register(tokens.LOGGER, { useValue: log });
  child.register(tokens.RUN_DIR, { useValue: await RunDir.open(runDir, log) });
  child.register(tokens.CERTIFICATE, { useValue: { cert: '', key: '', fingerprint: '' } });
  child.register(tokens.LAUNCHER, {
    useValue: (files) => spawnJob([job, files.spec, files.control], files, debug),
  });
  child.registerSingleton(Jobs);
  return child;
}

/** What a manager is put together from, beside its settings. */
export interface ManagerParts {
  readonly catalogue: Catalogue;
  /** Planet files, the one with `<manager>` first. */
  readonly files: readonly string[];
  /** The manager's bouncer; without one the manager's own accounts alone are let in. */
  readonly bouncer: ComponentConfig | undefined;
  /** The manager's plugs; none when left out. */
  readonly plugs?: readonly PlugConfig[];
}

/**
 * Puts a manager together; resolve `Manager` from it.
 * @throws FlumotionError `certificate-unusable`, `state-in-use`, `state-unreadable`, `state-unwritable`, `bouncer-failed`.
 */
export async function managerContainer(
  settings: ManagerSettings,
  { catalogue, files, bouncer, plugs = [] }: ManagerParts,
  log: Logger,
): Promise<DependencyContainer> {
  const { transport, certificate, stateDir } = settings;
  const identity = transport === 'ssl' ? { certificate: await identityOf(certificate, stateDir) } : {};
  const store = await FileStore.open(stateDir, log);
  const records = await Records.load(store);
  const door = bouncer ? await ManagerBouncer.start(bouncer, catalogue, log) : CLOSED_DOOR;
  const child = container.createChildContainer();
  child.register(tokens.LOGGER, { useValue: log });
  child.register(tokens.MANAGER_SETTINGS, { useValue: settings });
  child.register(tokens.TYPES, { useValue: catalogue });
  child.register(tokens.IDENTITY, { useValue: identity });
  child.register(tokens.STATE_STORE, { useValue: store });
  child.register(tokens.RECORDS, { useValue: records });
  child.register(tokens.DOORKEEPER, { useValue: door });
  child.register(tokens.ACCOUNTS, { useValue: await Accounts.load(store, bouncer !== undefined) });
  child.register(tokens.SESSIONS, { useValue: await Sessions.load(store, log) });
  child.register(tokens.AUDIT_LOG, { useValue: await AuditLog.open(store, log) });
  child.register(tokens.ACCESS_TOKENS, { useValue: await AccessTokens.load(store, log) });
  child.register(tokens.MANAGER_PLUGS, {
    useValue: new ManagerPlugs(settings.name, plugs, catalogue, log),
  });
  child.register(tokens.WORKERS, { useValue: new Workers() });
  child.register(tokens.SUPERVISOR_OPTIONS, {
    useValue: {
      types: catalogue,
      encrypted: transport === 'ssl',
      local: isLoopback(settings.host ?? ''),
      debug: settings.debug,
    },
  });
  const logs = new LogBook();
  log.tell((line) => {
    logs.add(line);
  });
  child.register(tokens.LOGS, { useValue: logs });
  child.register(tokens.EVENTS, { useValue: new Events() });
  child.register(tokens.MESSAGES, { useValue: new MessageBook() });
  child.registerSingleton(tokens.SUPERVISOR, Supervisor);
  child.registerSingleton(tokens.PLANET_FILES, PlanetFiles);
  child.resolve(tokens.PLANET_FILES).use(files);
  child.registerSingleton(tokens.ENTRY, Entry);
  child.registerSingleton(tokens.GATEKEEPER, Gatekeeper);
  child.registerSingleton(tokens.FIRST_RUN, FirstRun);
  child.registerSingleton(tokens.MANAGER_CONTROL, ManagerControl);
  child.registerSingleton(tokens.PLANET_EDITOR, PlanetEditor);
  child.register(tokens.REGISTRY_VIEW, { useValue: new RegistryView(catalogue, log) });
  child.registerSingleton(tokens.PLANET_WATCH, PlanetWatch);
  child.registerSingleton(tokens.FLOW_WATCH, FlowWatch);
  child.registerSingleton(tokens.FIGURES, FigureKeeper);
  child.registerSingleton(tokens.INSPECTION, Inspection);
  child.registerSingleton(tokens.WIZARD, Wizard);
  child.registerSingleton(tokens.WORKER_GATE, WorkerGate);
  child.register(tokens.HTTP_HANDLER, { useValue: child.resolve(Api).handler() });
  child.registerSingleton(tokens.EVENT_HUB, EventHub);
  child.registerSingleton(tokens.EVENT_GATE, EventGate);
  child.registerSingleton(HttpServer);
  child.register(tokens.CONTROL_TRANSPORT, { useToken: HttpServer });
  child.registerSingleton(Manager);
  return child;
}

function identityOf(file: string | undefined, stateDir: string): Promise<Certificate> {
  return file === undefined ? ownIdentity(stateDir) : readIdentity(file);
}
