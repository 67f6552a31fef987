import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { WorkerFile } from '../config/worker-file';
import { FlumotionError } from '../errors';
import { defaultFolders, defaultRoots } from '../worker/packages';
import {
  builtPrograms,
  defaultPinsFile,
  defaultRunDir,
  FEEDER_PORTS,
  MANAGER_PORTS,
  type WorkerSettings,
} from '../worker/settings';

/** Options of flumotion-worker as given. */
export interface WorkerOptions {
  readonly host?: string;
  readonly port?: number;
  readonly transport?: 'tcp' | 'ssl';
  readonly name?: string;
  readonly username?: string;
  readonly password?: string;
  readonly feederports?: readonly number[];
  readonly randomFeederports?: boolean;
  readonly rundir?: string;
  readonly allowPipelines?: boolean;
  readonly browse?: readonly string[];
}

/**
 * Puts the options over the worker file over the defaults.
 * @param debug log levels, for the worker and its jobs.
 * @param path where the worker file is, if there is one.
 * @throws FlumotionError `login-missing` when there is no user or password.
 */
export function workerSettings(
  options: WorkerOptions,
  file: WorkerFile,
  debug: string,
  path?: string,
): WorkerSettings {
  const transport = options.transport ?? file.manager.transport ?? 'ssl';
  const host = options.host ?? file.manager.host ?? 'localhost';
  const name = options.name ?? file.name ?? (host === 'localhost' ? 'localhost' : hostname());
  const user = options.username ?? file.username;
  const password = options.password ?? file.password;
  if (user === undefined || password === undefined) throw FlumotionError.of('login-missing', {});
  const given = options.randomFeederports === true ? 'random' : (options.feederports ?? file.feederPorts);
  return {
    name,
    ...(path === undefined ? {} : { file: resolve(path) }),
    manager: { host, transport, port: options.port ?? file.manager.port ?? MANAGER_PORTS[transport] },
    user,
    password,
    feederPorts: given ?? FEEDER_PORTS,
    allowPipelines: options.allowPipelines === true || file.allowPipelines === true,
    browse: [...(options.browse ?? []), ...(file.browse ?? [])],
    debug,
    runDir: options.rundir ?? defaultRunDir(name),
    pinsFile: defaultPinsFile(),
    programs: builtPrograms(),
    roots: defaultRoots(),
    folders: defaultFolders(),
  };
}
