import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { managerNameProblem } from '../config/names';
import { FlumotionError } from '../errors';
import { stateHome } from '../state-home';
import type { ManagerSettings as FileSettings } from '../model/planet';

/** What the command line says; everything but the files may be left out. */
export interface ManagerArguments {
  readonly files: readonly string[];
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  readonly transport?: 'tcp' | 'ssl' | undefined;
  readonly certificate?: string | undefined;
  readonly name?: string | undefined;
  readonly stateDir?: string | undefined;
  readonly debug?: string | undefined;
}

/** How a manager runs: command line over planet file over defaults. */
export interface ManagerSettings {
  readonly name: string;
  /** Address to bind; all addresses when undefined. */
  readonly host: string | undefined;
  readonly port: number;
  readonly transport: 'tcp' | 'ssl';
  /** PEM file with certificate and key; one is made in the state directory when undefined. */
  readonly certificate: string | undefined;
  /** Private folder of the manager's state. */
  readonly stateDir: string;
  readonly debug: string | undefined;
}

/** Ports of a manager, as Flumotion's. */
export const DEFAULT_PORTS = { ssl: 7531, tcp: 8642 } as const;

/**
 * Puts the settings together.
 * @param given what the command line says.
 * @param file what `<manager>` of the planet file says.
 */
export function managerSettings(given: ManagerArguments, file: FileSettings | undefined): ManagerSettings {
  const planetFile = resolve(given.files[0] ?? '.');
  const transport = given.transport ?? file?.transport ?? 'ssl';
  const name = given.name ?? file?.name ?? nameByFolder(planetFile) ?? 'unnamed';
  return {
    name,
    host: (given.hostname ?? file?.host) || undefined,
    port: given.port ?? file?.port ?? DEFAULT_PORTS[transport],
    transport,
    certificate: certificatePath(given.certificate, file?.certificate, dirname(planetFile)),
    stateDir: resolve(given.stateDir ?? defaultStateDir(name)),
    debug: given.debug ?? file?.debug,
  };
}

/** A file in `…/managers/NAME/` names its manager. */
function nameByFolder(planetFile: string): string | undefined {
  const folder = dirname(planetFile);
  return basename(dirname(folder)) === 'managers' ? basename(folder) : undefined;
}

/** Names on the command line are relative to the working folder, those in the file to the file. */
function certificatePath(
  given: string | undefined,
  inFile: string | undefined,
  folder: string,
): string | undefined {
  if (given !== undefined) return resolve(given);
  if (inFile === undefined || inFile === '') return undefined;
  const file = isAbsolute(inFile) ? inFile : join(folder, inFile);
  // Sample planets of the original name this file, which its installation made: where it is not, ours stands for it.
  return inFile === 'default.pem' && !existsSync(file) ? undefined : file;
}

/**
 * Folder of a manager's state, in that of the machine.
 * @throws FlumotionError `manager-name-invalid` when the name cannot be a folder.
 */
export function defaultStateDir(name: string, env: NodeJS.ProcessEnv = process.env): string {
  if (managerNameProblem(name) !== undefined) {
    throw FlumotionError.of('manager-name-invalid', { name: JSON.stringify(name) });
  }
  return join(stateHome(env), 'managers', name);
}
