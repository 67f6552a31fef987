import { createHash } from 'node:crypto';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where a manager is and how it is spoken to. */
export interface ManagerAddress {
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'ssl';
}

/** Program files the worker starts as processes of their own. */
export interface ProgramFiles {
  readonly job: string;
  readonly clockProvider: string;
  readonly elementChecker: string;
  readonly preview: string;
  readonly deviceProbe: string;
}

/** Everything a worker process was told. */
export interface WorkerSettings {
  readonly name: string;
  readonly manager: ManagerAddress;
  readonly user: string;
  readonly password: string;
  /** TCP ports for feeders; `random` lets the system choose, an empty list means no feeds to other machines. */
  readonly feederPorts: readonly number[] | 'random';
  /** The file that says so, where there is one; absolute. */
  readonly file?: string;
  /** Components may run pipeline text that people wrote: whatever the worker's user may do. */
  readonly allowPipelines?: boolean;
  /** Folders that people may look into from afar, to choose files; none when left out. */
  readonly browse?: readonly string[];
  /** Log levels, for its jobs too; as `*:4`. */
  readonly debug: string;
  /** Private folder: specs, control and feed sockets, logs of jobs, certificate. */
  readonly runDir: string;
  /** File of the managers' fingerprints. */
  readonly pinsFile: string;
  readonly programs: ProgramFiles;
  /** Folders from which plugin packages are searched. */
  readonly roots: readonly string[];
  /** Folders of plugin packages, or folders that hold several. */
  readonly folders: readonly string[];
}

/** Ports of a manager by transport, as Flumotion's. */
export const MANAGER_PORTS = { ssl: 7531, tcp: 8642 } as const;

/** Feeder ports of a worker that was told none: 8600 to 8639. */
export const FEEDER_PORTS: readonly number[] = Array.from({ length: 40 }, (_, at) => 8600 + at);

/** The program files beside this one. */
export function builtPrograms(dist: string = join(__dirname, '..')): ProgramFiles {
  return {
    job: join(dist, 'job', 'main.js'),
    clockProvider: join(dist, 'job', 'clock-provider.js'),
    elementChecker: join(dist, 'job', 'element-checker.js'),
    preview: join(dist, 'job', 'preview.js'),
    deviceProbe: join(dist, 'job', 'device-probe.js'),
  };
}

/** Run directory of a worker that was told none: below `/run` for root, else below the user's runtime folder. */
export function defaultRunDir(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const { uid } = userInfo();
  const runtime = env['XDG_RUNTIME_DIR'];
  const base =
    uid === 0 ? '/run/flumotion' : runtime ? join(runtime, 'flumotion') : join(tmpdir(), `flumotion-${uid}`);
  return join(base, 'workers', folderName(name));
}

/** File of learnt fingerprints in the user's configuration folder. */
export function defaultPinsFile(env: NodeJS.ProcessEnv = process.env): string {
  const config = env['XDG_CONFIG_HOME'];
  return join(config || join(homedir(), '.config'), 'flumotion', 'known-managers');
}

// A worker's name is free text; as the name of a folder only harmless characters are taken as they are.
function folderName(name: string): string {
  return /^\w[\w.-]{0,39}$/.test(name) ? name : createHash('sha256').update(name).digest('hex').slice(0, 16);
}
